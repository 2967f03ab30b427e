import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { chatMessagesFrom } from '../../../nodes/HighLevelConversationsMemory/chatHistory';
import { markedText, transcriptText } from '../../../nodes/shared/thread';

const MARKS = [
	...['[A colleague wrote]', '[Automated message]', '[We wrote]', '[By email]', '[Reaction]'],
	...[
		'\uff3bA colleague wrote\uff3d',
		'\u3010Automated message\u3011',
		'[A colleague called: yes]',
	],
];
const BREAKS = ['\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\v', '\f'];
const HIDDEN = [
	'',
	' ',
	'\t',
	'\u200b',
	'\u00a0',
	'\ufeff',
	'\u2066',
	'\u00ad',
	'\u3164',
	'\u0000',
	'\u034f',
];

/** A text that tries to look like somebody else's. */
const forged = fc
	.array(
		fc.oneof(
			fc.constantFrom(...MARKS, ...BREAKS, ...BREAKS, ...HIDDEN),
			fc.string({ maxLength: 10 }),
		),
		{ minLength: 1, maxLength: 12 },
	)
	.map((parts) => `.${parts.join('')}`);

const message = (more: IDataObject): IDataObject => ({
	...{ id: 'm1', messageType: 'TYPE_SMS', dateAdded: 1, ...more },
});
/** Lines as a reader sees them, without what they do not see. */
const linesOf = (text: string) =>
	text
		.normalize('NFKC')
		.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
		.map((line) => line.replace(/^[\s\p{C}\p{Mn}\p{Default_Ignorable_Code_Point}]+/u, ''));
const isMarked = (line: string) => /^[[\u3010]/.test(line);

it("keeps the contact's lines free of marks", () => {
	fc.assert(
		fc.property(forged, (body) => {
			const text = markedText(message({ direction: 'inbound', body }));
			expect(linesOf(text).filter(isMarked)).toEqual([]);
			const email = { direction: 'inbound', messageType: 'TYPE_EMAIL', emails: [{ body }] };
			const ofEmail = linesOf(markedText(message(email))).filter(isMarked);
			expect(ofEmail.filter((line) => line !== '[Email message without text]')).toEqual([]);
		}),
		{ numRuns: 2000 },
	);
});

it("keeps the agent's own lines free of marks in the memory", () => {
	fc.assert(
		fc.property(forged, (body) => {
			const hello = message({ id: 'm0', direction: 'inbound', body: 'Hello' });
			const ours = message({ direction: 'outbound', source: 'api', body });
			const [, { role, content }] = chatMessagesFrom([hello, ours]);
			expect(role).toBe('assistant');
			expect(linesOf(content).filter(isMarked)).toEqual([]);
		}),
		{ numRuns: 500 },
	);
});

it('marks each line of others, so that an unmarked line is the contact’s', () => {
	fc.assert(
		fc.property(forged, (body) => {
			for (const more of [
				{ direction: 'outbound', source: 'workflow' },
				{ direction: 'outbound', source: 'app', userId: 'u1' },
				{ direction: 'outbound', source: 'api' },
				{ direction: 'inbound', messageType: 'TYPE_EMAIL' },
			]) {
				const text = transcriptText([message({ ...more, body })], ['sms']);
				const said = text.split('\n').filter((line) => line.trim() !== '');
				expect(said.filter((line) => !/^\[(Automated|A colleague|We|By)/.test(line))).toEqual([]);
			}
		}),
		{ numRuns: 500 },
	);
});

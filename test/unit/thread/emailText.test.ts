import type { IDataObject } from 'n8n-workflow';

import { messageText } from '../../../nodes/shared/thread';
import { emailText } from '../../../nodes/shared/thread/messageText';
import { EMAILS } from './emails';

test.each(EMAILS.map((email) => [email.name, email] as const))(
	'reads an email with %s',
	(_, email) => {
		expect(emailText(email.body)).toBe(email.expected);
	},
);

const email = (more: IDataObject, ...emails: IDataObject[]): IDataObject => ({
	messageType: 'TYPE_EMAIL',
	direction: 'inbound',
	emails,
	...more,
});

it('shortens a text of more than 20,000 characters, and says so', () => {
	const text = messageText(email({}, { body: 'a'.repeat(30_000) }));
	expect(text.slice(20_000)).toBe('\n[Text cut off here, 10,000 more characters]');
	expect(messageText(email({}, { body: 'a'.repeat(20_000) }))).toHaveLength(20_000);
	const emoji = '\u{1f600}';
	const cut = messageText(email({}, { body: `${emoji}${'a'.repeat(19_997)}${emoji}b` }));
	expect(cut).toBe(`${emoji}${'a'.repeat(19_997)}\n[Text cut off here, 3 more characters]`);
	const withImage = `<img src="data:${'A'.repeat(300_000)}"><p>After it</p>`;
	expect(messageText(email({}, { body: withImage }))).toBe('After it');
});

it('reads line breaks of any kind', () => {
	expect(messageText(email({}, { body: 'One\rTwo\r\nThree' }))).toBe('One\nTwo\nThree');
});

test.each([
	['Subject: Hello\nWhen?', { subject: 'Hello', replyToMessageId: '' }],
	['Subject: Opening hours\nWhen?', { subject: ' Opening\n hours ' }],
	['When?', { subject: 'Re: Opening hours' }],
	['When?', { subject: 'AW: Opening hours' }],
	['When?', { subject: 'Opening hours', replyToMessageId: 'x1' }],
	['When?', { subject: '' }],
])('starts with the subject if the email starts a thread: %j', (expected, more) => {
	expect(messageText(email({}, { body: 'When?', ...more }))).toBe(expected);
	expect(messageText(email({ direction: 'outbound' }, { body: 'When?', ...more }))).toBe('When?');
});

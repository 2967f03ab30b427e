import type { INodeParameters } from 'n8n-workflow';

import { sendSms } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const comment = (message: string, mentions: unknown): INodeParameters =>
	sendSms({
		type: 'InternalComment',
		message,
		additionalFields: { mentions: mentions as string, userId: '  user-3 ' },
	});
const TEXT = 'Please call, @Mia<userId>user-1</userId>, or @Tom <userId> user-2 </userId>!';

test.each<[string, unknown]>([
	['several values', ['user-1', 'user-2']],
	['a text with commas', 'user-1, user-2'],
	['an expression that yields an array', "={{ ['user-1', 'user-2'] }}"],
])(
	'sends mentions given as %s without a hint if the text contains them all',
	async (_, mentions) => {
		const { json, requests } = await testEnv.run({ parameters: comment(TEXT, mentions) });
		expect(requests[0].body).toMatchObject({
			message: TEXT,
			mentions: ['user-1', 'user-2'],
			userId: 'user-3',
		});
		expect(json[0]).not.toHaveProperty('hint');
	},
);

test('sends a mention that the text lacks, with a hint on the item and in the log', async () => {
	const parameters = comment(TEXT, ['user-1', 'user-4', 'user-5']);
	const { json, requests } = await testEnv.run({ parameters });
	expect(requests[0].body).toMatchObject({ mentions: ['user-1', 'user-4', 'user-5'] });
	const hint = /user-4, user-5.*@name<userId>ID<\/userId>/;
	expect(json[0]).toMatchObject({
		messageId: expect.any(String),
		hint: expect.stringMatching(hint),
	});
	expect(testEnv.logs.some((line) => hint.test(line.trim()))).toBe(true);
});

test('sends a comment without mentions', async () => {
	const { json, requests } = await testEnv.run({ parameters: comment('Note', []) });
	expect(requests[0].body).not.toHaveProperty('mentions');
	expect(json[0]).not.toHaveProperty('hint');
});

test('sends no mentions with other types', async () => {
	const parameters = { ...comment(TEXT, ['user-1']), type: 'SMS' };
	const { requests } = await testEnv.run({ parameters });
	expect(requests[0].body).toMatchObject({ type: 'SMS' });
	expect(requests[0].body).not.toHaveProperty('mentions');
});

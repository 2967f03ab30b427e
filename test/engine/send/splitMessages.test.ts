import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { SEND_PATH, sendSms } from '../fixtures';
import { sendRequests, textsTo } from './middleware/messages';
import { useTestEnv } from '../harness';
import { Thread } from '../conversations/thread';

const testEnv = useTestEnv();

const TEXT = '**Hello** Jane\n\nWe are open *today*.\n\nSee [our page](https://example.com/hours)';
const PLAIN = ['Hello Jane', 'We are open today.', 'See our page (https://example.com/hours)'];
const sentTo = (contactId: string) => ({ contactId, type: 'SMS', skipped: false });
const ID = expect.any(String) as string;
const paragraphs = (more: INodeParameters = {}) => ({
	splitText: { values: { by: 'paragraph', ...more } },
});
const bodies = (result: Parameters<typeof sendRequests>[0]) =>
	sendRequests(result).map(({ body }) => body as IDataObject);
const withText =
	(text: string) =>
	({ body }: { body: unknown }) =>
		(body as IDataObject).message === text;
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

const send = async (options: object, more: object = {}, node = {}) =>
	await testEnv.run({
		parameters: sendSms({ message: TEXT, options: options as INodeParameters, ...more }),
		node,
	});

describe("'Split Into Several Messages'", () => {
	it('sends each paragraph as a message, in order, as plain text, and returns one item', async () => {
		const result = await send(paragraphs());
		expect(bodies(result).map(({ message }) => message)).toEqual(PLAIN);
		expect(result.json).toEqual([
			{ conversationId: ID, messageId: ID, messageIds: [ID, ID, ID], ...sentTo(SEED.contactId) },
		]);
		const [{ messageId, messageIds }] = result.json;
		expect((messageIds as string[])[0]).toBe(messageId);
		expect(new Set(messageIds as string[]).size).toBe(3);
	});

	it('keeps the text unchanged without plain text, and attachments on the first message', async () => {
		const attachments = ['https://files.example/a.pdf'];
		const result = await send(paragraphs({ plainText: false }), {
			additionalFields: { attachments },
		});
		expect(bodies(result).map(({ message }) => message)).toEqual(TEXT.split('\n\n'));
		expect(bodies(result).map((body) => body.attachments)).toEqual([
			attachments,
			undefined,
			undefined,
		]);
	});

	it('splits by length at the end of sentences', async () => {
		const message = 'One is short. Two is short, too. Three is the last one here.';
		const options = { splitText: { values: { by: 'length', maxLength: 34 } } };
		const result = await send(options, { message });
		expect(bodies(result).map((body) => body.message)).toEqual([
			'One is short. Two is short, too.',
			'Three is the last one here.',
		]);
	});

	it('waits between two messages', async () => {
		const result = await send(paragraphs({ pause: 1 }));
		const times = [...testEnv.sandbox.state.messages.values()]
			.filter(({ source }) => source === 'api')
			.map(({ dateAdded }) => dateAdded);
		expect(result.json).toHaveLength(1);
		expect(times[2] - times[0]).toBeGreaterThanOrEqual(1_900);
	});

	it('schedules the messages one after the other', async () => {
		const scheduledTimestamp = 4_102_444_800;
		const result = await send(paragraphs({ pause: 1 }), {
			additionalFields: { scheduledTimestamp },
		});
		expect(bodies(result).map((body) => body.scheduledTimestamp)).toEqual([
			scheduledTimestamp,
			scheduledTimestamp + 1,
			scheduledTimestamp + 2,
		]);
	});

	it.each([
		['Email', { html: '<p>Hello</p>\n\n<p>Jane</p>', subject: 'Hi' }],
		['InternalComment', { message: 'a\n\nb' }],
	])('does not split the type %s', async (type, more) => {
		const result = await send(paragraphs(), { type: `={{ "${type}" }}`, ...more });
		expect(sendRequests(result)).toHaveLength(1);
		expect(result.json[0]).not.toHaveProperty('messageIds');
	});

	it.each([
		[{ by: 'word' }, /'Split By' of 'Split Into Several Messages' must be/],
		[{ by: 'length', maxLength: 3 }, /'Max Length' of .* from 20 to 5,000/],
		[{ pause: 100 }, /'Pause' of .* from 0 to 60/],
		[{ plainText: '={{ "maybe" }}' }, /'Plain Text' must be true or false/],
	])('rejects %j before anything is sent', async (values, message) => {
		const { error, requests } = await send({ splitText: { values } });
		expect(error?.message).toMatch(message);
		expect(requests).toEqual([]);
	});
});

describe('a message that fails after others of its item were sent', () => {
	const fault = { path: SEND_PATH, status: 422, body: { message: 'No' }, when: withText(PLAIN[1]) };

	it('reports which were sent, and the rest is not sent', async () => {
		testEnv.sandbox.faults.add(fault);
		const { error } = await send(paragraphs());
		expect(error?.message).toMatch(/message 2 of 3/);
		const [id] = [...testEnv.sandbox.state.messages.values()]
			.filter(({ source }) => source === 'api')
			.map((message) => message.id);
		expect(error?.description).toMatch(
			`1 of the 3 messages of this item were sent (${id}). The others were not.`,
		);
		expect(textsTo(testEnv.sandbox)).toEqual([PLAIN[0]]);
	});

	it.each([{}, { skipIfSent: 24 }])(
		"is the only one sent again by 'Retry On Fail', with %j",
		async (more) => {
			testEnv.sandbox.faults.add(fault);
			const result = await send({ ...paragraphs(), ...more }, {}, retrying);
			expect(result.status).toBe('success');
			expect(textsTo(testEnv.sandbox)).toEqual(PLAIN);
			expect(result.json[0].messageIds).toHaveLength(3);
		},
	);

	it('is not retried if it may have been sent', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, when: withText(PLAIN[1]), disconnect: 'after' });
		const result = await send(paragraphs(), {}, retrying);
		expect(result.error?.message).toMatch(/may have been processed/);
		expect(result.error?.description).toMatch(/Message 2 may have been sent. The others were not./);
		expect(textsTo(testEnv.sandbox)).toEqual(PLAIN.slice(0, 2));
	});

	it('is not skipped for Do Not Disturb', async () => {
		const body = { message: 'Cannot send message as DND is active for SMS.' };
		testEnv.sandbox.faults.add({ ...fault, status: 400, body });
		const { error } = await send({ ...paragraphs(), onDoNotDisturb: 'skip' });
		expect(error?.description).toMatch(/1 of the 3 messages/);
	});
});

describe("with 'Only If Unanswered'", () => {
	const asked = async () => {
		const thread = new Thread(testEnv.sandbox);
		thread.sent('Welcome', 3_600_000);
		thread.wrote('Are you open today?', 60_000);
		const { json } = await testEnv.run({
			parameters: thread.parameters('conversation', 'getUnanswered'),
		});
		return { thread, options: { ...paragraphs(), onlyIfUnanswered: String(json[0].turn) } };
	};
	const looks = (result: Awaited<ReturnType<typeof send>>) =>
		result.requests.filter(({ path }) => /^\/conversations\/\w+\/messages$/.test(path)).length;

	it('checks before each message', async () => {
		const { thread, options } = await asked();
		const result = await send(options, { contactId: thread.contactId });
		expect(result.json[0].messageIds).toHaveLength(3);
		expect(result.requests.map(({ method }) => method)).toEqual([
			'GET',
			'POST',
			'GET',
			'POST',
			'GET',
			'POST',
		]);
		expect(looks(result)).toBe(3);
	});

	it('stops as soon as the contact writes again', async () => {
		const { thread, options } = await asked();
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			headers: {},
			skip: 1,
			when: () => Boolean(thread.wrote('And tomorrow?')),
		});
		const result = await send(options, { contactId: thread.contactId });
		expect(result.json).toEqual([
			{
				conversationId: thread.id,
				messageId: ID,
				messageIds: expect.any(Array),
				...sentTo(thread.contactId),
				reason: 'newerMessage',
				unsent: expect.any(Number),
			},
		]);
		const { messageIds, unsent } = result.json[0] as { messageIds: string[]; unsent: number };
		expect(messageIds.length + unsent).toBe(3);
		expect(sendRequests(result)).toHaveLength(messageIds.length);
	});
});

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { waitFor } from '../../support/waitFor';
import { byId } from '../fixtures';
import { Thread } from './thread';
import { useThread } from './useThread';

let thread: Thread;
const testEnv = useThread((fresh) => (thread = fresh));

const MINUTE = 60_000;

const get = async (options: INodeParameters = {}, given: object = {}) =>
	await testEnv.run({
		parameters: thread.parameters('conversation', 'getUnanswered', { options }),
		...given,
	});

it("returns one item with the contact's messages since the last answer, with one request", async () => {
	thread.wrote('Old', 9 * MINUTE);
	const answer = thread.person('Answer', 8 * MINUTE);
	const first = thread.wrote('Hello', 7 * MINUTE, { messageType: 'TYPE_WHATSAPP' });
	const file = 'https://files.example/a.png';
	const last = thread.wrote('Are you open?', 6 * MINUTE, {
		messageType: 'TYPE_WHATSAPP',
		attachments: [file],
	});
	const { json, items, requests, error } = await get();
	expect(error).toBeUndefined();
	expect(requests.map(({ path }) => path)).toEqual([`/conversations/${thread.id}/messages`]);
	const at = (id: string) => testEnv.sandbox.state.messages.get(id)!.dateAdded;
	const iso = (ms: number) => new Date(ms).toISOString();
	expect(json).toEqual([
		{
			conversationId: thread.id,
			contactId: thread.contactId,
			locationId: testEnv.sandbox.locationId,
			type: 'WhatsApp',
			text: `Hello\nAre you open?\nAttachment: ${file}`,
			messages: [
				expect.objectContaining({ body: 'Hello' }),
				expect.objectContaining({ body: 'Are you open?', id: last }),
			],
			attachments: [file],
			count: 2,
			firstMessageAt: iso(at(first)),
			firstMessageId: first,
			lastMessageAt: iso(at(last)),
			lastMessageId: last,
			lastAnswerAt: iso(at(answer)),
			lastHumanAt: iso(at(answer)),
			replyBy: iso(at(last) + 24 * 60 * MINUTE),
			turn: expect.stringMatching(/^turn1\./),
		},
	]);
	expect(items[0].pairedItem).toEqual({ item: 0 });
});

it.each<[string, () => INodeParameters]>([
	['answered', () => (thread.sent('Answer'), {})],
	['empty', () => (testEnv.sandbox.state.messages.clear(), testEnv.sandbox.state.changed(), {})],
	['human', () => (thread.person('I look', 2 * MINUTE), thread.wrote('Thanks'), { pauseAfterHuman: 3 })], // prettier-ignore
	['newerMessage', () => ({ onlyIfLatest: [thread.wrote('a'), thread.wrote('b')][0] })],
])('returns no item if nothing is unanswered, or one that says so: %s', async (skipped, given) => {
	thread.wrote('Hello', 5 * MINUTE);
	const options = given();
	expect((await get(options)).items).toEqual([]);
	const { json } = await get({ ...options, alwaysOutput: true });
	const contactId = skipped === 'empty' ? null : thread.contactId;
	expect(json).toEqual([
		expect.objectContaining({ conversationId: thread.id, contactId, skipped }),
	]);
	expect(Object.keys(json[0])).toHaveLength(4);
});

it('reads more pages if a hundred messages are not enough', async () => {
	thread.sent('Answer', 400 * MINUTE);
	for (let index = 0; index < 150; index++) thread.wrote(`${index}`, (300 - index) * MINUTE);
	const { json, requests } = await get();
	expect(json[0].count).toBe(150);
	expect(requests).toHaveLength(2);
});

it('only fetches the text of emails that are unanswered', async () => {
	const { state } = testEnv.sandbox;
	const email = { messageType: 'TYPE_EMAIL', body: undefined };
	for (const [ago, text] of [
		[9, 'Old'],
		[5, 'When are you open?'],
	] as const) {
		const message = state.messages.get(thread.wrote('', ago * MINUTE, email))!;
		state.addEmail(message, { subject: 'Hours', body: `<p>${text}</p>` });
		if (text === 'Old') thread.sent('Answer', 8 * MINUTE);
	}
	const { json, requests } = await get();
	expect(json).toEqual([
		expect.objectContaining({
			text: 'Subject: Hours\nWhen are you open?',
			type: 'Email',
			count: 1,
			replyBy: null,
		}),
	]);
	expect(requests).toHaveLength(2);
	const [message] = json[0].messages as IDataObject[];
	expect(message.emails).toEqual([expect.objectContaining({ subject: 'Hours' })]);
});

it('only reads the selected channels, and counts automation if the option is on', async () => {
	thread.wrote('By SMS', 5 * MINUTE);
	thread.wrote('By Instagram', 4 * MINUTE, { messageType: 'TYPE_INSTAGRAM' });
	thread.sent('Welcome', 3 * MINUTE, { source: 'workflow' });
	const text = 'By SMS\n[By Instagram] By Instagram\n[Automated message] Welcome';
	expect((await get({ channels: ['sms'] })).json).toMatchObject([{ text, type: 'SMS', count: 1 }]);
	expect((await get()).json).toMatchObject([{ count: 2, type: 'IG' }]);
	expect((await get({ automatedCounts: true })).json).toEqual([]);
});

it('waits until the contact is silent, and includes messages received meanwhile', async () => {
	thread.wrote('One');
	const { requests: recorded } = testEnv.sandbox;
	const before = recorded.length;
	void waitFor(() => recorded.length > before).then(() => thread.wrote('Two'));
	const { json, requests } = await get({ waitForQuiet: 2 });
	expect(json).toMatchObject([{ text: 'One\nTwo' }]);
	// One read returns the first message, one the second, and one finds nothing new.
	expect(requests).toHaveLength(3);
});

it('does not wait if nothing is unanswered', async () => {
	thread.wrote('Long ago', 10 * MINUTE);
	const { json, requests } = await get({ waitForQuiet: 300 });
	expect(json).toHaveLength(1);
	thread.sent('Answer');
	const answered = await get({ waitForQuiet: 300 });
	expect(answered.json).toEqual([]);
	expect([...requests, ...answered.requests]).toHaveLength(2);
});

it('waits for many conversations at the same time', async () => {
	const threads = Array.from({ length: 30 }, () => new Thread(testEnv.sandbox));
	for (const each of threads) each.wrote('Hello');
	const parameters = {
		...thread.parameters('conversation', 'getUnanswered', { options: { waitForQuiet: 5 } }),
		conversationId: byId('={{ $json.id }}'),
	};
	const items = threads.map(({ id }) => ({ id }));
	const { json, requests } = await testEnv.run({ parameters, items });
	expect(json.map(({ conversationId }) => conversationId)).toEqual(threads.map(({ id }) => id));
	// All conversations are read before the first one is read again, so the waits overlap.
	expect(new Set(requests.slice(0, 30).map(({ path }) => path)).size).toBe(30);
});

it('ends at once on Stop', async () => {
	thread.wrote('Hello');
	const { status, duration, items } = await get({ waitForQuiet: 300 }, { stopAfterMs: 500 });
	expect(status).toBe('canceled');
	expect(items).toEqual([]);
	expect(duration).toBeLessThan(60_000);
});

/** Makes the list of the conversation's messages empty, for a number of requests. */
const listNothing = (times: number) =>
	testEnv.sandbox.faults.add({
		path: `/conversations/${thread.id}/messages`,
		times,
		body: { messages: { messages: [], nextPage: false } },
	});

it('finds a message that is not listed yet', async () => {
	const id = thread.wrote('Hello');
	listNothing(1);
	const { json, requests } = await get({ onlyIfLatest: id });
	expect(json).toMatchObject([{ lastMessageId: id, count: 1 }]);
	expect(requests).toHaveLength(2);
});

it('accepts IDs with spaces around them', async () => {
	const id = thread.wrote('Hello');
	listNothing(2);
	const run = async (options: INodeParameters) => {
		const parameters = thread.parameters('conversation', 'getUnanswered', { options });
		return await testEnv.run({
			parameters: { ...parameters, conversationId: byId(` ${thread.id} `) },
		});
	};
	expect((await run({ onlyIfLatest: ` ${id} ` })).json).toMatchObject([{ lastMessageId: id }]);
	const { json } = await run({ alwaysOutput: true });
	expect(json).toMatchObject([{ conversationId: thread.id, skipped: 'empty' }]);
});

it.each<[string, INodeParameters, RegExp]>([
	[
		'a negative wait',
		{ waitForQuiet: -1 },
		/'Wait for Quiet' must be a number of seconds from 0 to 300: -1/,
	],
	['too long a wait', { waitForQuiet: 301 }, /'Wait for Quiet' .* 0 to 300/],
	[
		'a wait that is not a number',
		{ waitForQuiet: '={{ "a while" }}' },
		/'Wait for Quiet' .*: a while/,
	],
	['a negative pause', { pauseAfterHuman: -5 }, /'Pause After Human' must be a number of minutes/],
	[
		'an unknown channel',
		{ channels: '={{ ["sms", "fax"] }}' },
		/'Channels' has an unknown value: fax/,
	],
	['no ID', { onlyIfLatest: '={{ $json.missing }}' }, /'Only If Latest' is empty/],
	['an empty ID', { onlyIfLatest: '' }, /'Only If Latest' is empty/],
])('rejects %s before anything is sent', async (_, options, message) => {
	thread.wrote('Hello');
	const { error, requests } = await get(options);
	expect(error?.message).toMatch(message);
	expect(requests).toEqual([]);
});

it('rejects the ID of a message that does not exist, or of another conversation', async () => {
	thread.wrote('Hello');
	const otherMessage = new Thread(testEnv.sandbox).wrote('Hi');
	for (const onlyIfLatest of ['unknown', otherMessage]) {
		const { error, items } = await get({ onlyIfLatest });
		expect(error?.message).toBe(
			`'Only If Latest' is not the ID of a message in this conversation: ${onlyIfLatest} [item 0 (the 1st)]`,
		);
		expect(items).toEqual([]);
	}
});

it('names the wrong field if the conversation no longer exists', async () => {
	testEnv.sandbox.state.conversations.delete(thread.id);
	const { error } = await get({ waitForQuiet: 300 });
	expect(error?.message).toBe('HighLevel could not find the conversation [item 0 (the 1st)]');
	expect(error?.description).toMatch(/HighLevel said: .*The conversation was deleted, .*Trace ID/);
});

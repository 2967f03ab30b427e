import type { INodeParameters } from 'n8n-workflow';

import { waitFor } from '../../support/waitFor';
import { byId } from '../fixtures';
import { useTestEnvs } from '../harness';
import { Thread } from './thread';
import { useThread } from './useThread';

let thread: Thread;
const testEnv = useThread((fresh) => (thread = fresh));

const MINUTE = 60_000;

const get = async (after: string, options: INodeParameters = {}, given: object = {}) =>
	await testEnv.run({
		parameters: thread.parameters('message', 'getReplies', { after, options }),
		...given,
	});

it("returns one item with the contact's messages since a message, with one request", async () => {
	thread.wrote('Before', 9 * MINUTE);
	const question = thread.sent('Is Tuesday at 10 good?', 8 * MINUTE);
	thread.wrote('Yes', 7 * MINUTE);
	thread.sent('Great', 6 * MINUTE);
	thread.wrote('See you', 5 * MINUTE);
	const { json, requests, items } = await get(question);
	expect(json).toEqual([
		expect.objectContaining({
			replied: true,
			conversationId: thread.id,
			contactId: thread.contactId,
			text: 'Yes\nSee you',
			count: 2,
			type: 'SMS',
			lastHumanAt: null,
		}),
	]);
	expect(json[0].lastAnswerAt).not.toBeNull();
	expect(requests).toHaveLength(1);
	expect(items[0].pairedItem).toEqual({ item: 0 });
});

it('returns an item without messages if there are none', async () => {
	const question = thread.sent('Well?', MINUTE);
	const { json } = await get(question);
	expect(json).toEqual([
		expect.objectContaining({ replied: false, text: '', messages: [], count: 0, type: null }),
	]);
});

it('counts a call from the contact as a reply', async () => {
	const question = thread.sent('Well?', 3 * MINUTE);
	const call = { messageType: 'TYPE_CALL', meta: { call: { duration: 60, status: 'completed' } } };
	thread.wrote('', 2 * MINUTE, call);
	const { json } = await get(question);
	expect(json).toMatchObject([
		{ replied: true, text: 'Phone call', settledByPerson: false, messages: [{ messageType: 'TYPE_CALL' }] }, // prettier-ignore
	]);
});

it('reports whether a person has answered', async () => {
	thread.person('Earlier', 9 * MINUTE);
	const question = thread.sent('Well?', 5 * MINUTE);
	expect((await get(question, { waitUpTo: 0 })).json[0].settledByPerson).toBe(false);
	thread.person('I called', 4 * MINUTE);
	const byPerson = { replied: false, settledByPerson: true };
	expect((await get(question, { waitUpTo: 0 })).json[0]).toMatchObject(byPerson);
	thread.wrote('Thanks', 3 * MINUTE);
	expect((await get(question)).json[0]).toMatchObject({ replied: true, settledByPerson: false });
});

it.each([
	['an ISO text', (ms: number) => new Date(ms).toISOString()],
	['milliseconds', (ms: number) => String(ms)],
	["n8n's DateTime", (ms: number) => `={{ DateTime.fromMillis(${ms}) }}`],
	['a Date', (ms: number) => `={{ new Date(${ms}) }}`],
])('accepts %s', async (_, after) => {
	thread.wrote('Early', 9 * MINUTE);
	thread.wrote('Late', 2 * MINUTE);
	expect((await get(after(Date.now() - 5 * MINUTE))).json).toMatchObject([{ text: 'Late' }]);
});

it('reads a message by ID if it is not among the last hundred, or not listed yet', async () => {
	const question = thread.sent('Well?', 200 * MINUTE);
	for (let index = 0; index < 120; index++) thread.wrote(`${index}`, (190 - index) * MINUTE);
	const { json, requests } = await get(question);
	expect(json).toMatchObject([{ count: 120 }]);
	expect(requests).toHaveLength(4);
});

describe('with a wait', () => {
	// These tests wait for seconds, so they run concurrently, each in a test environment of its own.
	const newTestEnv = useTestEnvs({ sandbox: { seed: false } });

	/** Asks a question in a new conversation, and gets the replies to it. */
	async function ask() {
		const own = await newTestEnv();
		const asked = new Thread(own.sandbox);
		const after = asked.sent('Well?');
		return {
			...{ sandbox: own.sandbox, asked },
			getReplies: async (options: INodeParameters) =>
				await own.run({
					parameters: asked.parameters('message', 'getReplies', { after, options }),
				}),
		};
	}

	it.concurrent('waits for a reply, and for silence after it', async () => {
		const { sandbox, asked, getReplies } = await ask();
		const readTimes = (count: number) => () => sandbox.requests.length >= count;
		// The reply is received after the first read, and continues after the second.
		void waitFor(readTimes(1))
			.then(() => asked.wrote('Yes,'))
			.then(async () => await waitFor(readTimes(2)))
			.then(() => asked.wrote('at 10'));
		const { json } = await getReplies({ waitUpTo: 60, waitForQuiet: 6 });
		expect(json).toMatchObject([{ replied: true, text: 'Yes,\nat 10' }]);
	});

	it.concurrent('stops waiting in time, with fewer and fewer requests', async () => {
		const { getReplies } = await ask();
		const { json, duration, requests } = await getReplies({ waitUpTo: 6 });
		expect(json).toMatchObject([{ replied: false }]);
		expect(duration).toBeGreaterThanOrEqual(5900);
		// At once, after 2, 5 and 6 seconds; fewer if reading takes long.
		expect(requests.length).toBeGreaterThanOrEqual(2);
		expect(requests.length).toBeLessThanOrEqual(4);
	});
});

it('ends at once on Stop', async () => {
	const question = thread.sent('Well?');
	const { status, duration } = await get(question, { waitUpTo: 600 }, { stopAfterMs: 500 });
	expect(status).toBe('canceled');
	expect(duration).toBeLessThan(60_000);
});

it('only reads the selected channels', async () => {
	const question = thread.sent('Well?', MINUTE);
	thread.wrote('Yes', 1000, { messageType: 'TYPE_EMAIL' });
	expect((await get(question, { channels: ['sms'] })).json).toMatchObject([{ replied: false }]);
	expect((await get(question, { channels: ['email'] })).json).toMatchObject([{ replied: true }]);
});

it.each<[string, string, INodeParameters, RegExp]>([
	['an empty value', ' ', {}, /'After' is empty/],
	['an expression without a value', '={{ $json.missing }}', {}, /'After' is empty/],
	['a text that is neither an ID nor a date', 'last week', {}, /'After' is not a date: last week/],
	[
		'a negative wait',
		'2026-01-01',
		{ waitUpTo: -1 },
		/'Wait Up To' must be .* seconds from 0 to 600: -1/,
	],
	['too long a wait', '2026-01-01', { waitUpTo: 601 }, /'Wait Up To' must be/],
	['too long a quiet', '2026-01-01', { waitForQuiet: 301 }, /'Wait for Quiet' must be/],
])('rejects %s before anything is sent', async (_, after, options, message) => {
	const { error, requests } = await get(after, options);
	expect(error?.message).toMatch(message);
	expect(requests).toEqual([]);
});

it('rejects the ID of a message that does not exist', async () => {
	const { error, items } = await get('unknown', { waitUpTo: 600 });
	expect(error?.message).toBe(
		"'After' is not the ID of a message in this conversation: unknown [item 0 (the 1st)]",
	);
	expect(items).toEqual([]);
});

it('accepts IDs with spaces around them, also for messages not among the last hundred', async () => {
	const question = thread.sent('Well?', 300 * MINUTE);
	for (let n = 200; n > 90; n--) thread.sent('And?', n * MINUTE);
	thread.wrote('Yes', MINUTE);
	const parameters = thread.parameters('message', 'getReplies', {
		conversationId: byId(` ${thread.id} `),
		after: ` ${question} `,
	});
	const { json, error } = await testEnv.run({ parameters });
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ replied: true, text: 'Yes', conversationId: thread.id }]);
});

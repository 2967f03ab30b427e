import type { IDataObject } from 'n8n-workflow';

import { lasting } from '../../support/lasting';
import { AMPLE, REFUSED, SEND_PATH, sendSms } from '../fixtures';
import { startWorld } from '../harness';
import { Thread } from '../threads/thread';
import { posts, textsTo } from './messages';

const MINUTE_MS = 60_000;
const world = lasting(async () => await startWorld({ sandbox: { rateLimit: AMPLE } }));
beforeEach(() => world.sandbox.reset());

/** A conversation with one open message, and the turn that its item has. */
async function asked(more: IDataObject = {}, agoMs = MINUTE_MS) {
	const thread = new Thread(world.sandbox);
	thread.sent('Welcome', 60 * MINUTE_MS);
	thread.wrote('Are you open today?', agoMs);
	return { thread, turn: await turnOf(thread, more) };
}

async function turnOf(thread: Thread, options: IDataObject = {}) {
	const parameters = thread.parameters('conversation', 'getUnanswered', { options } as never);
	const { json } = await world.run({ parameters });
	expect(json[0].turn).toEqual(expect.any(String));
	return String(json[0].turn);
}

const answer = async (thread: Thread, turn: unknown, more: IDataObject = {}, options = {}) =>
	await world.run({
		parameters: sendSms({
			contactId: thread.contactId,
			message: 'Yes, until 6 pm',
			options: { onlyIfUnanswered: turn as string, ...options },
			...(more as object),
		}),
	});
const skipped = (thread: Thread, reason: string) => ({
	skipped: true,
	reason,
	conversationId: thread.id,
	contactId: thread.contactId,
});
const looks = ({ requests }: Awaited<ReturnType<typeof answer>>, thread: Thread) =>
	requests.filter(({ path }) => path === `/conversations/${thread.id}/messages`);
/** Lets something happen in the thread when HighLevel gets the request. */
const during = (path: string, happen: () => void, fault: object = { headers: {} }) => {
	world.sandbox.faults.add({
		path,
		...fault,
		when: () => {
			happen();
			return true;
		},
	});
};

describe("'Only If Unanswered'", () => {
	it('sends what nothing has answered, after one look', async () => {
		const { thread, turn } = await asked();
		const result = await answer(thread, turn);
		expect(result.error).toBeUndefined();
		expect(result.json[0]).toMatchObject({ messageId: expect.any(String) });
		expect(result.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
		expect(looks(result, thread)).toHaveLength(1);
	});

	it.each<[string, string, (thread: Thread) => unknown]>([
		['the contact wrote more', 'newerMessage', (thread) => thread.wrote('And tomorrow?')],
		['a person answered', 'human', (thread) => thread.person('Yes!')],
		[
			'a person called',
			'human',
			(thread) =>
				thread.person('', 0, {
					messageType: 'TYPE_CALL',
					call: { duration: 60, status: 'completed' },
				}),
		],
		['another execution answered', 'answered', (thread) => thread.sent('Yes.')],
		['the contact opted out', 'answered', (thread) => thread.wrote('STOP')],
		[
			'the conversation is gone',
			'gone',
			({ sandbox, id }) => sandbox.state.removeConversation(sandbox.state.conversations.get(id)!),
		],
	])('skips if %s', async (_, reason, happen) => {
		const { thread, turn } = await asked();
		happen(thread);
		const result = await answer(thread, turn);
		expect(result.json).toEqual([skipped(thread, reason)]);
		expect(posts(result)).toEqual([]);
	});

	it.each<[string, (thread: Thread) => unknown]>([
		['an automated message', (thread) => thread.sent('Hello', 0, { source: 'workflow' })],
		['an answer that failed', (thread) => thread.sent('Yes', 0, { status: 'failed' })],
		[
			'an answer that was not delivered',
			(thread) => thread.sent('Yes', 0, { status: 'undelivered' }),
		],
		[
			'a note of the team',
			(thread) => thread.sent('Hm', 0, { messageType: 'TYPE_INTERNAL_COMMENT' }),
		],
		[
			'a reaction of the contact',
			(thread) => thread.wrote('Liked it', 0, { messageType: 'TYPE_SMS_REACTION' }),
		],
	])('sends in spite of %s', async (_, happen) => {
		const { thread, turn } = await asked();
		happen(thread);
		expect((await answer(thread, turn)).json[0].messageId).toBeDefined();
	});

	it.each([
		['handOverMs', { messageType: 'TYPE_INTERNAL_COMMENT', source: 'app' }],
		['pauseAfterHumanMs', { source: 'app', userId: 'user-1' }],
	])("keeps to the turn's %s, though it began before the turn", async (name, given) => {
		const thread = new Thread(world.sandbox);
		thread.sent('@Mia<userId>user-1</userId>', 3 * MINUTE_MS, given);
		thread.wrote('Are you open today?', MINUTE_MS);
		const [prefix, text] = (await turnOf(thread, { handOverHours: 0, pauseAfterHuman: 0 })).split(
			'.',
		);
		const values = JSON.parse(Buffer.from(text, 'base64url').toString()) as IDataObject;
		const withPause = JSON.stringify({ ...values, [name]: 60 * MINUTE_MS });
		const turn = `${prefix}.${Buffer.from(withPause).toString('base64url')}`;
		expect((await answer(thread, turn)).json).toEqual([skipped(thread, 'human')]);
	});

	it.each<[unknown, string]>([
		['', 'empty'],
		[undefined, 'empty'],
		[null, 'not a turn'],
		['no turn', 'not a turn'],
		[12, 'empty|not a turn'],
	])('refuses %j before anything is sent, and names the option', async (value, problem) => {
		const { thread, turn } = await asked();
		const result = await world.run({
			parameters: sendSms({
				contactId: thread.contactId,
				options: { onlyIfUnanswered: '={{ $json.turn }}' },
			}),
			items: [{ turn }, { turn: value as string }],
		});
		const message = new RegExp(`'Only If Unanswered' is (${problem}).*item 1`);
		expect(result.error?.message).toMatch(message);
		expect(result.requests).toEqual([]);
	});

	it("refuses another contact's turn", async () => {
		const { turn } = await asked();
		const other = await asked();
		const result = await answer(other.thread, turn);
		expect(result.error?.message).toMatch(/'Only If Unanswered' is the turn of another contact/);
		expect(posts(result)).toEqual([]);
	});

	it('sends nothing if the look fails', async () => {
		const { thread, turn } = await asked();
		world.sandbox.faults.add({
			path: `/conversations/${thread.id}/messages`,
			status: 500,
			times: 9,
		});
		const result = await answer(thread, turn);
		expect(result.error?.message).toMatch(/'Only If Unanswered'/);
		expect(result.error?.description).toMatch(/It was not sent\./);
		expect(posts(result)).toEqual([]);
	});

	it('looks again after the rate limit refused the message', async () => {
		const { thread, turn } = await asked();
		during(SEND_PATH, () => thread.wrote('And tomorrow?'), REFUSED);
		const result = await answer(thread, turn);
		expect(result.json).toEqual([skipped(thread, 'newerMessage')]);
		expect(looks(result, thread)).toHaveLength(2);
		expect(posts(result)).toHaveLength(1);
		expect(textsTo(world.sandbox)).not.toContain('Yes, until 6 pm');
	});

	it('looks again if uploading files took long, and uploads them once', async () => {
		const { thread, turn } = await asked();
		const path = '/conversations/messages/upload';
		world.sandbox.faults.add({ path, delayMs: 2_300, headers: {} });
		const binary = { data: await world.file({ name: 'a.pdf', content: Buffer.from('a') }) };
		const result = await world.run({
			parameters: sendSms({
				contactId: thread.contactId,
				options: { onlyIfUnanswered: turn, attachFiles: 'data' },
			}),
			items: [{ json: {}, binary }],
		});
		expect(result.json[0].messageId).toBeDefined();
		expect(looks(result, thread)).toHaveLength(2);
		expect(result.requests.filter((request) => request.path === path)).toHaveLength(1);
	});

	it('waits until an answer settles the last message', async () => {
		const { thread, turn } = await asked({}, 7_500);
		const result = await answer(thread, turn);
		const [sent] = posts(result);
		const [question] = [...world.sandbox.state.messages.values()].filter(
			({ body }) => body === 'Are you open today?',
		);
		const [message] = [...world.sandbox.state.messages.values()].filter(
			({ body }) => body === 'Yes, until 6 pm',
		);
		expect(sent).toBeDefined();
		expect(message.dateAdded - question.dateAdded).toBeGreaterThanOrEqual(10_000);
		await expect(turnOf(thread)).rejects.toThrow();
	});

	it('answers once if two executions answer at the same time', async () => {
		const { thread, turn } = await asked();
		world.sandbox.faults.add({ path: SEND_PATH, delayMs: 300, headers: {} });
		const results = await Promise.all([answer(thread, turn), answer(thread, turn)]);
		const json = results.flatMap((result) => result.json);
		expect(json.filter(({ messageId }) => messageId !== undefined)).toHaveLength(1);
		expect(json).toContainEqual(skipped(thread, 'answered'));
	});

	it('knows an answer of this process that HighLevel does not list yet', async () => {
		const { thread, turn } = await asked();
		await answer(thread, turn);
		const { state } = world.sandbox;
		for (const message of [...state.messages.values()]) {
			if (message.body === 'Yes, until 6 pm') state.removeMessage(message);
		}
		expect((await answer(thread, turn)).json).toEqual([skipped(thread, 'answered')]);
	});

	it('reads the last message of the turn by its ID if the list lacks it', async () => {
		const { thread, turn } = await asked();
		world.sandbox.faults.add({
			path: `/conversations/${thread.id}/messages`,
			map: (json: unknown) => {
				const { messages } = json as { messages: { messages: IDataObject[] } };
				messages.messages = messages.messages.filter(({ direction }) => direction === 'outbound');
				return json;
			},
		});
		const result = await answer(thread, turn);
		expect(result.json[0].messageId).toBeDefined();
		expect(result.requests.filter(({ path }) => /\/messages\/\w+$/.test(path))).toHaveLength(1);
	});

	it('leaves out what the same execution has sent', async () => {
		const { thread, turn } = await asked();
		const parameters = sendSms({
			contactId: thread.contactId,
			message: '={{ $json.text }}',
			options: { onlyIfUnanswered: turn },
		});
		const items = [{ text: 'One moment' }, { text: 'Yes, until 6 pm' }];
		const result = await world.run({ parameters, items });
		expect(result.json.map(({ messageId }) => messageId !== undefined)).toEqual([true, true]);
		expect(looks(result, thread)).toHaveLength(2);
	});

	it("sends nothing twice under n8n's 'Retry On Fail'", async () => {
		const { thread, turn } = await asked();
		const other = await asked();
		during(SEND_PATH, () => undefined, { status: 422, body: { message: 'No' } });
		const result = await world.run({
			parameters: sendSms({
				contactId: '={{ $json.contactId }}',
				message: 'Yes, until 6 pm',
				options: { onlyIfUnanswered: '={{ $json.turn }}' },
			}),
			items: [
				{ contactId: thread.contactId, turn },
				{ contactId: other.thread.contactId, turn: other.turn },
			],
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 },
		});
		expect(result.json.map(({ messageId }) => messageId !== undefined)).toEqual([true, true]);
		expect(textsTo(world.sandbox).filter((text) => text === 'Yes, until 6 pm')).toHaveLength(2);
	});
});

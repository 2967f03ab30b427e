import type { IDataObject } from 'n8n-workflow';

import { sendSms } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { Thread } from '../../conversations/thread';
import { answer, unansweredTurn, readsOf, skipped, turnOf } from './answering';
import { sendRequests } from './messages';

const testEnv = useTestEnv();

const MINUTE_MS = 60_000;

describe("'Only If Unanswered'", () => {
	it('sends if nothing has answered, after one check', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		const result = await answer(testEnv, thread, turn);
		expect(result.error).toBeUndefined();
		expect(result.json[0]).toMatchObject({ messageId: expect.any(String) });
		expect(result.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
		expect(readsOf(result, thread)).toHaveLength(1);
	});

	it('answers what HighLevel listed late, though a newer message has an answer', async () => {
		const { thread, turn } = await unansweredTurn(testEnv, 30_000);
		await answer(testEnv, thread, turn);
		const late = thread.wrote('Hello', 31_000);
		const result = await answer(
			testEnv,
			thread,
			await turnOf(testEnv, thread, { onlyIfLatest: late }),
		);
		expect(result.json[0]).toMatchObject({ messageId: expect.any(String) });
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
		const { thread, turn } = await unansweredTurn(testEnv);
		happen(thread);
		const result = await answer(testEnv, thread, turn);
		expect(result.json).toEqual([skipped(thread, reason)]);
		expect(sendRequests(result)).toEqual([]);
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
	])('sends despite %s', async (_, happen) => {
		const { thread, turn } = await unansweredTurn(testEnv);
		happen(thread);
		expect((await answer(testEnv, thread, turn)).json[0].messageId).toBeDefined();
	});

	it.each([
		['handOverMs', { messageType: 'TYPE_INTERNAL_COMMENT', source: 'app' }],
		['pauseAfterHumanMs', { source: 'app', userId: 'user-1' }],
	])("applies the turn's %s, even if it began before the turn", async (name, given) => {
		const thread = new Thread(testEnv.sandbox);
		thread.sent('@Mia<userId>user-1</userId>', 3 * MINUTE_MS, given);
		thread.wrote('Are you open today?', MINUTE_MS);
		const [prefix, text] = (
			await turnOf(testEnv, thread, { handOverHours: 0, pauseAfterHuman: 0 })
		).split('.');
		const values = JSON.parse(Buffer.from(text, 'base64url').toString()) as IDataObject;
		const withPause = JSON.stringify({ ...values, [name]: 60 * MINUTE_MS });
		const turn = `${prefix}.${Buffer.from(withPause).toString('base64url')}`;
		expect((await answer(testEnv, thread, turn)).json).toEqual([skipped(thread, 'human')]);
	});

	it.each<[unknown, string]>([
		['', 'empty'],
		[undefined, 'empty'],
		[null, 'not a turn'],
		['no turn', 'not a turn'],
		[12, 'empty|not a turn'],
	])('rejects %j before anything is sent, and names the option', async (value, problem) => {
		const { thread, turn } = await unansweredTurn(testEnv);
		const result = await testEnv.run({
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

	it('rejects a turn of another contact', async () => {
		const { turn } = await unansweredTurn(testEnv);
		const other = await unansweredTurn(testEnv);
		const result = await answer(testEnv, other.thread, turn);
		expect(result.error?.message).toMatch(/'Only If Unanswered' is the turn of another contact/);
		expect(sendRequests(result)).toEqual([]);
	});

	it('sends nothing if the check fails', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		testEnv.sandbox.faults.add({
			path: `/conversations/${thread.id}/messages`,
			status: 500,
			times: 9,
		});
		const result = await answer(testEnv, thread, turn);
		expect(result.error?.message).toMatch(/'Only If Unanswered'/);
		expect(result.error?.description).toMatch(/It was not sent\./);
		expect(sendRequests(result)).toEqual([]);
	});
});

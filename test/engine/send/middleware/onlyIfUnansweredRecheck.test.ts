import type { IDataObject } from 'n8n-workflow';

import { REFUSED, SEND_PATH, sendSms } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { answer, unansweredTurn, duringSend, readsOf, skipped, turnOf } from './answering';
import { sendRequests, textsTo } from './messages';

const testEnv = useTestEnv();

describe("'Only If Unanswered' right before sending", () => {
	it('checks again after the rate limit rejected the message', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		duringSend(testEnv, () => thread.wrote('And tomorrow?'), REFUSED);
		const result = await answer(testEnv, thread, turn);
		expect(result.json).toEqual([skipped(thread, 'newerMessage')]);
		expect(readsOf(result, thread)).toHaveLength(2);
		expect(sendRequests(result)).toHaveLength(1);
		expect(textsTo(testEnv.sandbox)).not.toContain('Yes, until 6 pm');
	});

	it('checks again after a slow upload of files, and uploads them once', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		const path = '/conversations/messages/upload';
		testEnv.sandbox.faults.add({ path, delayMs: 2_300, headers: {} });
		const binary = { data: await testEnv.file({ name: 'a.pdf', content: Buffer.from('a') }) };
		const result = await testEnv.run({
			parameters: sendSms({
				contactId: thread.contactId,
				options: { onlyIfUnanswered: turn, attachFiles: 'data' },
			}),
			items: [{ json: {}, binary }],
		});
		expect(result.json[0].messageId).toBeDefined();
		expect(readsOf(result, thread)).toHaveLength(2);
		expect(result.requests.filter((request) => request.path === path)).toHaveLength(1);
	});

	it('waits until the last message is settled by an answer', async () => {
		const { thread, turn } = await unansweredTurn(testEnv, 7_500);
		const result = await answer(testEnv, thread, turn);
		const [sent] = sendRequests(result);
		const [question] = [...testEnv.sandbox.state.messages.values()].filter(
			({ body }) => body === 'Are you open today?',
		);
		const [message] = [...testEnv.sandbox.state.messages.values()].filter(
			({ body }) => body === 'Yes, until 6 pm',
		);
		expect(sent).toBeDefined();
		expect(message.dateAdded - question.dateAdded).toBeGreaterThanOrEqual(10_000);
		await expect(turnOf(testEnv, thread)).rejects.toThrow();
	});

	it('sends one answer if two executions answer at the same time', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		testEnv.sandbox.faults.add({ path: SEND_PATH, delayMs: 300, headers: {} });
		const results = await Promise.all([
			answer(testEnv, thread, turn),
			answer(testEnv, thread, turn),
		]);
		const json = results.flatMap((result) => result.json);
		expect(json.filter(({ messageId }) => messageId !== undefined)).toHaveLength(1);
		expect(json).toContainEqual(skipped(thread, 'answered'));
	});

	it('counts an answer of this process that HighLevel does not list yet', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		await answer(testEnv, thread, turn);
		const { state } = testEnv.sandbox;
		for (const message of [...state.messages.values()]) {
			if (message.body === 'Yes, until 6 pm') state.removeMessage(message);
		}
		expect((await answer(testEnv, thread, turn)).json).toEqual([skipped(thread, 'answered')]);
	});

	it('reads the last message of the turn by its ID if the list does not contain it', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		testEnv.sandbox.faults.add({
			path: `/conversations/${thread.id}/messages`,
			map: (json: unknown) => {
				const { messages } = json as { messages: { messages: IDataObject[] } };
				messages.messages = messages.messages.filter(({ direction }) => direction === 'outbound');
				return json;
			},
		});
		const result = await answer(testEnv, thread, turn);
		expect(result.json[0].messageId).toBeDefined();
		expect(result.requests.filter(({ path }) => /\/messages\/\w+$/.test(path))).toHaveLength(1);
	});

	it('ignores what the same execution has sent', async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		const parameters = sendSms({
			contactId: thread.contactId,
			message: '={{ $json.text }}',
			options: { onlyIfUnanswered: turn },
		});
		const items = [{ text: 'One moment' }, { text: 'Yes, until 6 pm' }];
		const result = await testEnv.run({ parameters, items });
		expect(result.json.map(({ messageId }) => messageId !== undefined)).toEqual([true, true]);
		expect(readsOf(result, thread)).toHaveLength(2);
	});

	it("sends nothing twice under n8n's 'Retry On Fail'", async () => {
		const { thread, turn } = await unansweredTurn(testEnv);
		const other = await unansweredTurn(testEnv);
		duringSend(testEnv, () => undefined, { status: 422, body: { message: 'No' } });
		const result = await testEnv.run({
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
		expect(textsTo(testEnv.sandbox).filter((text) => text === 'Yes, until 6 pm')).toHaveLength(2);
	});
});

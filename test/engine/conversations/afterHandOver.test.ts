import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { byId, sendSms } from '../fixtures';
import { useHandOver, MINUTE, MESSAGE_TO_CONTACT } from './handOver';
import { Inbox } from './inbox';

const { testEnv, own, handOver, handOverWithMessage, run } = useHandOver();

describe('after a hand-over', () => {
	it.each([false, true])(
		'Get Unanswered returns nothing, with a message to the contact: %s',
		async (told) => {
			own.thread.wrote('Can I talk to somebody?', MINUTE);
			await run(told ? handOverWithMessage() : handOver());
			const get = async (options: INodeParameters = {}) => {
				const parameters = own.thread.parameters('conversation', 'getUnanswered', {
					options: { alwaysOutput: true, ...options },
				});
				return (await run(parameters)).json[0];
			};
			expect((await get()).skipped).toBe(told ? 'answered' : 'human');
			own.thread.wrote('Hello?');
			expect((await get()).skipped).toBe('human');
			expect((await get({ handOverHours: 0 })).text).toContain('Hello?');
			own.thread.person('Hi, this is Mia', -1000);
			expect((await get()).skipped).toBe('answered');
			own.thread.wrote('Thanks', -2000);
			expect((await get()).text).toBe('Thanks');
		},
	);

	it.each([false, true])(
		'Send skips, also before HighLevel lists the comment, with a message: %s',
		async (told) => {
			own.thread.sent('Welcome', 60 * MINUTE);
			own.thread.wrote('Can I talk to somebody?', MINUTE);
			const { json } = await run(own.thread.parameters('conversation', 'getUnanswered'));
			const before = testEnv.sandbox.state.messages.size;
			await run(told ? handOverWithMessage() : handOver());
			const { state } = testEnv.sandbox;
			// HighLevel lists late what has just been written.
			for (const message of [...state.messages.values()].slice(before))
				state.removeMessage(message);
			const result = await run(
				sendSms({
					contactId: own.thread.contactId,
					message: 'I can help you myself',
					options: { onlyIfUnanswered: String(json[0].turn) },
				}),
			);
			expect(result.json[0]).toMatchObject({ skipped: true, reason: 'human' });
		},
	);

	/** An inbox with nothing else in it, and a way to hand one of its conversations over at its time. */
	const inboxWith = async (parameters: IDataObject = {}) => {
		const { state } = testEnv.sandbox;
		state.clear();
		const inbox = await Inbox.open(testEnv, parameters);
		const id = inbox.conversation();
		const question = inbox.wrote(id);
		const hand = async (told: boolean) => {
			inbox.setClock();
			const before = state.messages.size;
			const { json } = await run({
				...(told ? handOverWithMessage() : handOver()),
				conversationId: byId(id),
			});
			expect(json[0]).toMatchObject({ markedUnread: true, starred: true });
			// The sandbox dates them by this computer's clock.
			const parts = [...state.messages.values()].slice(before);
			expect(parts).toHaveLength(told ? 2 : 1);
			for (const part of parts) part.dateAdded = inbox.time;
			state.conversations.get(id)!.lastMessageDate = inbox.time;
			state.changed();
		};
		return { inbox, id, question, hand };
	};

	it.each([false, true])('the trigger does not start, with a message: %s', async (told) => {
		const { inbox, id, question, hand } = await inboxWith();
		expect(await inbox.poll(60)).toEqual([[question]]);
		await hand(told);
		for (let hour = 0; hour < 3; hour++) expect(await inbox.poll(3600)).toEqual([]);
		const second = inbox.wrote(id, 'Anybody there?');
		expect(await inbox.poll(60)).toEqual([]);
		// The hours of the hand-over have passed without an answer.
		expect(await inbox.poll(3600)).toEqual([told ? [second] : [question, second]]);
	});

	it.each([false, true])('the trigger starts once a person has answered: %s', async (told) => {
		const { inbox, id, question, hand } = await inboxWith({ options: { pauseAfterHuman: 0 } });
		expect(await inbox.poll(60)).toEqual([[question]]);
		await hand(told);
		inbox.advance(60);
		inbox.person(id);
		expect(await inbox.poll(60)).toEqual([]);
		const next = inbox.wrote(id, 'Thanks');
		expect(await inbox.poll(60)).toEqual([[next]]);
	});

	it('No Reply Since waits for the hours of the hand-over', async () => {
		const options = { silence: 1, handOverHours: 4 };
		const { inbox, id, hand } = await inboxWith({ event: 'noReplySince', options });
		await hand(true);
		for (let hour = 0; hour < 3; hour++) expect(await inbox.poll(3600)).toEqual([]);
		inbox.person(id);
		expect(await inbox.poll(7200)).toHaveLength(1);
	});
});

describe('as a tool of an agent', () => {
	it.each(['called by the agent', 'run by the engine'] as const)(
		"Hand Over sends the model's text, %s",
		async (way) => {
			own.thread.wrote('Can I talk to somebody?', MINUTE);
			const parameters = handOver({
				summary: "={{ $fromAI('summary', 'What the colleague needs to know') }}",
				options: { messageToContact: "={{ $fromAI('message', 'What to tell the contact') }}" },
			});
			const calls = [{ summary: 'Wants a person', message: MESSAGE_TO_CONTACT }];
			const { replies, requests } = await testEnv.callTool({ parameters, calls, way });
			expect(replies[0]).toMatch(/"markedUnread":true/);
			expect(
				requests.filter(({ method }) => method === 'POST').map(({ body }) => body),
			).toMatchObject([
				{ type: 'InternalComment', mentions: [SEED.userId] },
				{ type: 'SMS', message: MESSAGE_TO_CONTACT },
			]);
		},
	);
});

import { REFUSED, SEARCH_PATH, upTo } from '../fixtures';
import { Inbox } from '../conversations/inbox';
import { usePollingTrigger } from './pollingTrigger';

const { testEnv, mine } = usePollingTrigger();

describe('Unanswered Message', () => {
	it('starts once for several messages in a row, when the contact is silent', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const ids = upTo(5).map((index) => {
			inbox.advance(2);
			return inbox.wrote(id, `Text ${index}`);
		});
		expect(await inbox.poll(10)).toEqual([]);
		expect(await inbox.poll(10)).toEqual([]);
		expect(await inbox.poll(15)).toEqual([ids]);
		inbox.sent(id);
		for (const seconds of [10, 100, 3600]) expect(await inbox.poll(seconds)).toEqual([]);
		expect(inbox.workflow.emitted).toEqual([
			expect.objectContaining({
				conversationId: id,
				type: 'SMS',
				text: 'Text 0\nText 1\nText 2\nText 3\nText 4',
				count: 5,
				lastMessageId: ids[4],
				lastAnswerAt: null,
				replyBy: null,
				attempt: 1,
				lastAttempt: false,
				firstMessageId: ids[0],
				turn: expect.stringMatching(/^turn1\./),
				contact: expect.objectContaining({ phone: '+12025550100', tags: [] }),
			}),
		]);
		expect(inbox.workflow.errors).toEqual([]);
	});

	it('waits for the silence that is set, again after each message', async () => {
		const inbox = await Inbox.open(testEnv, { options: { waitForQuiet: 120 } });
		const id = inbox.conversation();
		const ids = [inbox.wrote(id)];
		expect(await inbox.poll(100)).toEqual([]);
		ids.push(inbox.wrote(id));
		expect(await inbox.poll(60)).toEqual([]);
		expect(await inbox.poll(61)).toEqual([ids]);
	});

	it('does not start if a person has answered, and pauses after that', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		inbox.wrote(id);
		expect(await inbox.poll(5)).toEqual([]);
		inbox.person(id);
		expect(await inbox.poll(60)).toEqual([]);
		inbox.advance(600);
		const again = inbox.wrote(id);
		for (const minutes of [1, 10, 30]) expect(await inbox.poll(60 * minutes)).toEqual([]);
		inbox.workflow.restart();
		expect(await inbox.poll(60 * 9)).toEqual([[again]]);
	});

	it('starts again for messages received while the agent runs', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const first = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[first]]);
		inbox.advance(20);
		const second = inbox.wrote(id);
		inbox.advance(2);
		inbox.sent(id);
		expect(await inbox.poll(1)).toEqual([]);
		expect(await inbox.poll(60)).toEqual([]);
		// The last message is the answer, so the conversation is read once HighLevel lists nothing late any more.
		expect(await inbox.poll(60)).toEqual([[second]]);
		inbox.sent(id);
		for (const seconds of [1, 100, 7200]) expect(await inbox.poll(seconds)).toEqual([]);
	});

	it.each([
		['HighLevel sends automatically', { source: 'workflow' }],
		['failed', { status: 'failed' }],
		['is an internal comment', { messageType: 'TYPE_INTERNAL_COMMENT', source: 'app' }],
	])('does not count as answered by %s', async (_, given) => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const message = inbox.wrote(id);
		inbox.advance(1);
		inbox.sent(id, given);
		expect(await inbox.poll(1)).toEqual([]);
		expect(await inbox.poll(100)).toEqual([[message]]);
	});

	it('counts automated messages as answers if the option is on', async () => {
		const inbox = await Inbox.open(testEnv, { options: { automatedCounts: true } });
		const id = inbox.conversation();
		inbox.wrote(id);
		inbox.advance(1);
		inbox.sent(id, { source: 'workflow' });
		expect(await inbox.poll(60)).toEqual([]);
	});

	it('ignores messages from before the activation', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		inbox.wrote(id, 'Long ago', { dateAdded: inbox.time - 60_000 });
		expect(await inbox.poll(60)).toEqual([]);
		const message = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[message]]);
	});

	it('returns messages that are listed late, before and after the first start', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		inbox.advance(600);
		const message = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[message]]);
		const late = inbox.wrote(id, 'Late', { dateAdded: inbox.time - 20_000 });
		expect(await inbox.poll(91)).toEqual([[message, late]]);
		const later = inbox.wrote(id, 'Later', { dateAdded: inbox.time - 500_000 });
		expect(await inbox.poll(60)).toEqual([]);
		expect(await inbox.poll(600)).toEqual([[later, message, late]]);
	});

	it('reads a conversation again that is older than the search says', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const message = inbox.wrote(id);
		inbox.advance(60);
		inbox.setClock({
			path: /\/messages$/,
			headers: { date: new Date(inbox.time).toUTCString() },
			map: () => ({ messages: { lastMessageId: null, nextPage: false, messages: [] } }),
		});
		expect(await inbox.workflow.poll()).toEqual([]);
		expect(await inbox.poll(60)).toEqual([]);
		expect(await inbox.poll(40)).toEqual([[message]]);
	});

	it('neither loses nor repeats anything across rejections, restarts and a limit', async () => {
		const inbox = await Inbox.open(testEnv, { options: { limitPerPoll: 2 } });
		const ids = upTo(5).map(() => {
			inbox.advance(1);
			return inbox.wrote(inbox.conversation());
		});
		inbox.advance(60);
		inbox.setClock({ path: /\/messages$/, times: 99, ...REFUSED });
		expect(await inbox.workflow.poll()).toEqual([]);
		inbox.workflow.crashes = true;
		await inbox.poll();
		inbox.workflow.crashes = false;
		inbox.workflow.restart();
		for (const size of [2, 2, 1, 0]) {
			expect(await inbox.poll(1)).toHaveLength(size);
			inbox.workflow.restart();
		}
		expect(inbox.workflow.emitted.map(({ lastMessageId }) => lastMessageId)).toEqual(ids);
	});

	it('sends one request if nothing is due, two reads per turn, and none for a campaign', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		inbox.wrote(id);
		const read = `/conversations/${id}/messages`;
		const asked = async (seconds: number) =>
			await inbox.pathsOf(async () => await inbox.poll(seconds));
		expect(await asked(1)).toEqual([SEARCH_PATH]);
		expect(await asked(60)).toEqual([SEARCH_PATH, read]);
		inbox.sent(id);
		expect(await asked(1)).toEqual([SEARCH_PATH]);
		expect(await asked(100)).toEqual([SEARCH_PATH, read]);
		for (let index = 0; index < 50; index++) {
			inbox.sent(inbox.conversation(), { source: 'bulk_actions' });
		}
		for (const seconds of [1, 60, 100, 600, 3600])
			expect(await asked(seconds)).toEqual([SEARCH_PATH]);
	});

	it('contains the text of emails, or says why not', async () => {
		const inbox = await Inbox.open(testEnv);
		const { state } = testEnv.sandbox;
		const id = inbox.conversation();
		const email = state.messages.get(inbox.wrote(id, '', { messageType: 'TYPE_EMAIL' }))!;
		state.addEmail(email, { subject: 'Hello', body: '<p>Good day</p>' });
		await inbox.poll(60);
		expect(inbox.workflow.emitted[0]).toMatchObject({
			type: 'Email',
			text: 'Subject: Hello\nGood day',
		});
	});

	it('filters by channel', async () => {
		const inbox = await Inbox.open(testEnv, { channels: ['whatsApp'] });
		const id = inbox.conversation();
		inbox.wrote(id);
		const message = inbox.wrote(id, 'Hi', { messageType: 'TYPE_WHATSAPP' });
		expect(await inbox.poll(60)).toEqual([[message]]);
	});

	it('filters by contact', async () => {
		const inbox = await Inbox.open(testEnv, { filters: { contactId: mine.contactId } });
		inbox.wrote(inbox.conversation());
		const message = inbox.wrote(mine.conversationId);
		expect(await inbox.poll(60)).toEqual([[message]]);
	});

	it('returns the latest turn in a test, without waiting for silence', async () => {
		const inbox = await Inbox.open(testEnv);
		inbox.sent(inbox.conversation());
		const message = inbox.wrote(inbox.conversation());
		const { items } = await testEnv.poll({ mode: 'manual', parameters: { event: 'unanswered' } });
		expect(items?.map(({ json }) => json.lastMessageId)).toEqual([message]);
	});

	it('names the scope that it requires', async () => {
		const inbox = await Inbox.open(testEnv);
		inbox.wrote(inbox.conversation());
		inbox.advance(60);
		const body = { statusCode: 401, message: 'The token is not authorized for this scope.' };
		inbox.setClock({ path: /\/messages$/, status: 401, body });
		await inbox.workflow.poll();
		expect(inbox.workflow.errors).toEqual([
			expect.objectContaining({
				description: expect.stringContaining('conversations/message.readonly'),
			}),
		]);
	});

	it.each([
		['waitForQuiet', -1, "'Wait for Quiet' must be a whole number of at least 0"],
		['pauseAfterHuman', 'x', "'Pause After Human' must be a whole number of at least 0"],
		['attempts', 0, "'Attempts' must be a whole number of at least 1"],
		['afterPause', 'sleep', "'After Pause' has an unknown value: sleep"],
		['automatedCounts', 'maybe', "'Count Automated Messages' must be true or false"],
		['activeHours', { hours: { from: '25:00' } }, "'From' of 'Active Hours' is not a time of day"],
	])('rejects %s = %s', async (name, value, message) => {
		await expect(Inbox.open(testEnv, { options: { [name]: value } })).rejects.toThrow(message);
	});
});

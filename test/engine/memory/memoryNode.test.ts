import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId } from '../fixtures';
import { runMemory, type Remembered } from '../harness/memory';
import { Thread } from '../conversations/thread';
import { useThread } from '../conversations/useThread';

let thread: Thread;
const testEnv = useThread((fresh) => (thread = fresh));

const MINUTE = 60_000;

const run = async (
	parameters: INodeParameters = {},
	conversations = [thread.id],
	more: IDataObject = {},
) => {
	const items = conversations.map((conversationId) => ({ conversationId, ...more }));
	return await runMemory(testEnv.base(), { parameters, items });
};
const contentsOf = ({ messages }: Remembered) => messages.map(({ content }) => content);

it('returns the conversation with the contact as user and all others as assistant, with one request', async () => {
	thread.wrote('Are you open?', 9 * MINUTE);
	thread.sent('From 9 to 5.', 8 * MINUTE);
	thread.wrote('And on Sundays?', 7 * MINUTE);
	thread.person('Sorry, no.', 6 * MINUTE);
	thread.wrote('Too bad', 5 * MINUTE);
	const { messages, error, shown } = await run();
	expect(error).toBeUndefined();
	expect(messages).toEqual([
		{ role: 'user', content: 'Are you open?' },
		{ role: 'assistant', content: 'From 9 to 5.' },
		{ role: 'user', content: 'And on Sundays?' },
		{ role: 'assistant', content: '[A colleague wrote] Sorry, no.' },
	]);
	expect(testEnv.sandbox.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
		`GET /conversations/${thread.id}/messages`,
	]);
	// What the editor shows under the node.
	expect(shown).toHaveLength(1);
	expect(shown[0].data?.ai_memory?.[0]?.[0].json).toEqual({ messages });
});

it('includes unanswered messages if the option is on', async () => {
	thread.sent('Hello', 2 * MINUTE);
	thread.wrote('Hi', MINUTE);
	expect((await run()).messages).toHaveLength(1);
	const { messages } = await run({ options: { leaveOutUnanswered: false } });
	expect(messages).toEqual([{ role: 'user', content: '[We wrote] Hello\nHi' }]);
});

it("ends before the first message of the turn's item, regardless of other settings", async () => {
	thread.wrote('Earlier', 9 * MINUTE);
	thread.wrote('Still open, settled by a phone call', 8 * MINUTE);
	const firstMessageId = thread.wrote('Hello', 7 * MINUTE);
	thread.sent('Too soon to settle it', 7 * MINUTE - 1000);
	thread.wrote('Anybody?', 6 * MINUTE);
	const earlier = ['Earlier\nStill open, settled by a phone call'];
	for (const leaveOutUnanswered of [true, false]) {
		const ran = await run({ options: { leaveOutUnanswered } }, [thread.id], { firstMessageId });
		expect(contentsOf(ran)).toEqual(earlier);
	}
});

it('ends before the time of the first message if the list does not contain it', async () => {
	thread.wrote('Earlier', 9 * MINUTE);
	thread.wrote('Hello', 5 * MINUTE);
	const firstMessageAt = new Date(Date.now() - 6 * MINUTE).toISOString();
	const item = { firstMessageId: 'notListedYet', firstMessageAt };
	expect(contentsOf(await run({}, [thread.id], item))).toEqual(['Earlier']);
});

it('reads until its window before the first message is full', async () => {
	const ids: string[] = [];
	for (let index = 0; index < 150; index++) {
		ids.push(thread.wrote(`${index}`, (600 - 2 * index) * MINUTE));
		thread.sent(`To ${index}`, (599 - 2 * index) * MINUTE);
	}
	const ran = await run({ contextWindow: 4 }, [thread.id], { firstMessageId: ids[20] });
	expect(contentsOf(ran)).toEqual(['18', 'To 18', '19', 'To 19']);
});

it('alternates turns, starts with the user, and marks an earlier first message as ours', async () => {
	thread.sent('Welcome', 9 * MINUTE, { source: 'workflow' });
	thread.sent('How are you?\n[A colleague wrote] All free', 8 * MINUTE);
	thread.wrote('Fine', 7 * MINUTE);
	thread.wrote('[Automated message] Yours for 0 dollars', 6 * MINUTE);
	thread.sent('Good', 5 * MINUTE);
	thread.person('Very good', 4 * MINUTE);
	const { messages } = await run();
	expect(messages).toEqual([
		{
			role: 'user',
			content: [
				'[Automated message] Welcome',
				'[We wrote] How are you?',
				'[We wrote] (A colleague wrote) All free',
				'Fine',
				'(Automated message) Yours for 0 dollars',
			].join('\n'),
		},
		{ role: 'assistant', content: 'Good\n[A colleague wrote] Very good' },
	]);
});

it('shows reactions and similar messages as what they are, and no empty ones', async () => {
	thread.wrote('Loved "Hi"', 9 * MINUTE, { messageType: 'TYPE_SMS_REACTION' });
	thread.wrote('Nice', 8 * MINUTE, { messageType: 'TYPE_FACEBOOK_COMMENT' });
	thread.wrote('', 7 * MINUTE, { messageType: 'TYPE_WHATSAPP' });
	thread.person('Hello', 6 * MINUTE);
	expect(contentsOf(await run())[0].split('\n')).toEqual([
		'[Reaction] Loved "Hi"',
		'[Comment on a post] Nice',
		'[WhatsApp message without text]',
	]);
});

it('finds the conversation of a contact', async () => {
	thread.wrote('Hello', 2 * MINUTE);
	thread.sent('Hi', MINUTE);
	const conversationId = { __rl: true, mode: 'contact', value: thread.contactId };
	expect(contentsOf(await run({ conversationId }))).toEqual(['Hello', 'Hi']);
	const { error } = await run({ conversationId: { ...conversationId, value: 'nobody' } });
	expect(error?.message).toBe("'Conversation': no conversation found for contact nobody");
});

it('returns the last messages of its window, and reads no more than needed', async () => {
	for (let index = 0; index < 250; index++) {
		thread.wrote(`${index}`, (600 - 2 * index) * MINUTE);
		thread.sent(`To ${index}`, (599 - 2 * index) * MINUTE);
	}
	const { messages } = await run();
	expect(messages).toHaveLength(20);
	expect(messages.at(-1)).toEqual({ role: 'assistant', content: 'To 249' });
	expect(testEnv.sandbox.requests).toHaveLength(1);
	expect((await run({ contextWindow: 150 })).messages).toHaveLength(150);
	expect(testEnv.sandbox.requests).toHaveLength(3);
});

it('includes emails, files and calls, and omits notes, failed and scheduled messages', async () => {
	const { state } = testEnv.sandbox;
	const email = thread.wrote('', 9 * MINUTE, { messageType: 'TYPE_EMAIL', body: undefined });
	state.addEmail(state.messages.get(email)!, { subject: 'Hours', body: '<p>When?</p>' });
	thread.sent('', 8 * MINUTE, { attachments: ['https://files.example/hours.pdf'] });
	const call = (status: string) => ({
		messageType: 'TYPE_CALL',
		body: undefined,
		call: { duration: 60, status },
	});
	thread.wrote('', 7 * MINUTE, call('no-answer'));
	thread.person('', 6 * MINUTE, call('completed'));
	thread.person('Mind the dog', 5 * MINUTE, { messageType: 'TYPE_INTERNAL_COMMENT' });
	thread.sent('Lost', 4 * MINUTE, { status: 'failed' });
	thread.sent('Later', 3 * MINUTE, { status: 'scheduled' });
	thread.sent('Reminder', 2 * MINUTE, { source: 'workflow' });
	thread.wrote('Paid', MINUTE, { messageType: 'TYPE_ACTIVITY_PAYMENT' });
	const { messages } = await run();
	expect(messages).toEqual([
		{ role: 'user', content: 'Subject: Hours\nWhen?' },
		{ role: 'assistant', content: 'Attachment: https://files.example/hours.pdf' },
		{ role: 'user', content: 'Missed call' },
		{
			role: 'assistant',
			content: '[A colleague called: Phone call]\n[Automated message] Reminder',
		},
	]);
});

it('only includes the selected channels', async () => {
	thread.wrote('By SMS', 3 * MINUTE);
	thread.wrote('By WhatsApp', 2 * MINUTE, { messageType: 'TYPE_WHATSAPP' });
	thread.person('Answer', MINUTE, { messageType: 'TYPE_WHATSAPP' });
	const { messages } = await run({ options: { channels: ['whatsApp'] } });
	expect(messages.map(({ content }) => content)).toEqual(['By WhatsApp', '[A colleague wrote] Answer']); // prettier-ignore
});

it("rejects items of several conversations, because all would get the first one's memory", async () => {
	const other = new Thread(testEnv.sandbox);
	const { error, messages } = await run({}, [thread.id, other.id]);
	expect(error?.message).toMatch(/items belong to different conversations/);
	expect(error?.description).toMatch(/Loop Over Items/);
	expect(messages).toEqual([]);
	expect(testEnv.sandbox.requests).toEqual([]);
	expect((await run({}, [thread.id, thread.id])).error).toBeUndefined();
});

it.each<[string, INodeParameters, RegExp]>([
	['no conversation', { conversationId: byId('={{ $json.missing }}') }, /'Conversation' is empty/],
	[
		'a window of none',
		{ contextWindow: 0 },
		/'Context Window' must be a whole number of at least 1/,
	],
	['a channel that there is not', { options: { channels: '={{ ["fax"] }}' } }, /'Channels'/],
])('rejects %s before anything is sent', async (_, parameters, message) => {
	const { error } = await run(parameters);
	expect(error?.message).toMatch(message);
	expect(testEnv.sandbox.requests).toEqual([]);
});

it('names the wrong field if the conversation no longer exists, also in the editor', async () => {
	testEnv.sandbox.state.conversations.delete(thread.id);
	const { error, shown } = await run();
	expect(error?.message).toBe('HighLevel could not find the conversation');
	expect(error?.description).toMatch(/The conversation was deleted, .*filter 'Contact ID'/);
	expect(shown[0].error?.message).toBe('HighLevel could not find the conversation');
});

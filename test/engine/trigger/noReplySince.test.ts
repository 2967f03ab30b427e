import { SEARCH_PATH } from '../fixtures';
import { Inbox } from '../conversations/inbox';
import { usePollingTrigger } from './pollingTrigger';

const { testEnv } = usePollingTrigger();
const HOURS = 3600;
const open = async (options: object = {}, more: object = {}) =>
	await Inbox.open(testEnv, { event: 'noReplySince', options, ...more });
/** Polls after some hours. Returns the number of returned conversations. */
const after = async (inbox: Inbox, hours: number) => (await inbox.poll(hours * HOURS)).length;

describe('No Reply Since', () => {
	it("starts after the contact's silence, at most three times", async () => {
		const inbox = await open();
		const id = inbox.conversation();
		inbox.advance(60);
		const question = inbox.wrote(id);
		inbox.advance(60);
		const answer = inbox.sent(id);
		expect(await after(inbox, 23)).toBe(0);
		expect(await after(inbox, 1.1)).toBe(1);
		inbox.workflow.restart();
		for (const expected of [0, 1, 0, 1, 0, 0, 0, 0])
			expect(await after(inbox, 12.1)).toBe(expected);
		expect(inbox.workflow.emitted[0]).toMatchObject({
			conversationId: id,
			type: 'SMS',
			lastMessageId: answer,
			attempt: 1,
			lastAttempt: false,
			contact: { phone: '+12025550100' },
		});
		expect(inbox.workflow.emitted[0].messages).not.toContainEqual(
			expect.objectContaining({ id: question }),
		);
		expect(inbox.workflow.emitted.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
		expect(inbox.workflow.starts.map(({ length }) => length)).toEqual([1, 1, 1]);
		// The contact writes: a new silence.
		inbox.wrote(id);
		inbox.advance(60);
		inbox.sent(id);
		expect(await after(inbox, 1)).toBe(0);
		expect(await after(inbox, 24)).toBe(1);
		expect(inbox.workflow.emitted[3].attempt).toBe(1);
	});

	it('counts from the follow-up that the workflow sent', async () => {
		const inbox = await open({ silence: 2, times: 2 });
		const id = inbox.conversation();
		inbox.advance(60);
		inbox.person(id);
		expect(await after(inbox, 2.1)).toBe(1);
		inbox.advance(HOURS);
		inbox.sent(id);
		expect(await after(inbox, 1.5)).toBe(0);
		expect(await after(inbox, 0.6)).toBe(1);
		inbox.sent(id);
		for (const hours of [3, 3, 24]) expect(await after(inbox, hours)).toBe(0);
	});

	it.each<[string, (inbox: Inbox, id: string) => unknown]>([
		['the contact has written', (inbox, id) => inbox.wrote(id)],
		['automation wrote last', (inbox, id) => inbox.sent(id, { source: 'workflow' })],
		['the contact has opted out', (inbox, id) => inbox.wrote(id, 'stop')],
		['HighLevel says so', (inbox, id) => inbox.sent(id, { status: 'opt_out' })],
	])('does not start if %s', async (_, happen) => {
		const inbox = await open();
		const id = inbox.conversation();
		inbox.advance(60);
		inbox.sent(id);
		inbox.advance(60);
		happen(inbox, id);
		for (const hours of [1, 24, 24]) expect(await after(inbox, hours)).toBe(0);
	});

	it('does not start after an opt-out, even if something was sent later', async () => {
		const inbox = await open();
		const id = inbox.conversation();
		inbox.advance(60);
		inbox.wrote(id, 'STOP');
		inbox.advance(60);
		inbox.sent(id);
		for (const hours of [1, 24, 24]) expect(await after(inbox, hours)).toBe(0);
	});

	it('waits for the end of a hand-over', async () => {
		const inbox = await open({ silence: 1, handOverHours: 4 });
		const id = inbox.conversation();
		inbox.advance(60);
		inbox.sent(id);
		inbox.advance(60);
		inbox.sent(id, { messageType: 'TYPE_INTERNAL_COMMENT', body: '@A<userId>u1</userId>' });
		for (const [hours, expected] of [
			[1.5, 0],
			[2, 0],
			[1, 1],
		])
			expect(await after(inbox, hours)).toBe(expected);
	});

	it('ignores messages from before the activation, and sends one request if nothing is due', async () => {
		const inbox = await open();
		const id = inbox.conversation();
		inbox.sent(id, { dateAdded: inbox.time - 60_000 });
		const other = inbox.conversation();
		inbox.advance(60);
		inbox.sent(other);
		const asked = async (hours: number) =>
			await inbox.pathsOf(async () => await inbox.poll(hours * HOURS));
		for (const hours of [0.1, 1, 20]) expect(await asked(hours)).toEqual([SEARCH_PATH]);
		expect(await asked(4)).toEqual([SEARCH_PATH, `/conversations/${other}/messages`]);
		expect(inbox.workflow.emitted.map(({ conversationId }) => conversationId)).toEqual([other]);
	});

	it('returns until when the channel accepts a reply to the contact’s message', async () => {
		const inbox = await open({ silence: 1 });
		const id = inbox.conversation();
		inbox.advance(60);
		inbox.wrote(id, 'Hi', { messageType: 'TYPE_WHATSAPP' });
		const wroteAt = inbox.time;
		inbox.advance(1800);
		inbox.sent(id, { messageType: 'TYPE_WHATSAPP' });
		expect(await after(inbox, 1.1)).toBe(1);
		expect(inbox.workflow.emitted[0]).toMatchObject({
			type: 'WhatsApp',
			replyBy: new Date(wroteAt + 24 * HOURS * 1000).toISOString(),
		});
	});
});

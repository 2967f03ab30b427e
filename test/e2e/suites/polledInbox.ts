/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import { SEED } from '../../../sandbox';
import { waitFor } from '../../support/waitFor';
import { PolledInbox } from '../support/polledInbox';
import { jsonOf } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const RETRY_MS = 61_000;
const AT_ONCE = { waitForQuiet: 0, retryAfter: 1 };

/** Example 1 as an active workflow: the polling trigger, the agent with its memory, Send and the hand-over. */
export function polledInbox(testEnv: () => TestEnv): void {
	let inbox: PolledInbox;

	beforeAll(async () => (inbox = await PolledInbox.open(testEnv())));
	afterAll(async () => await inbox.model.stop());
	afterEach(async () => await inbox.switchOff());

	test.each([2.2, 3.1])(
		'agent %d answers five messages within eight seconds together, once',
		async (version) => {
			await inbox.switchOn({ waitForQuiet: 5 }, version);
			const id = inbox.conversation();
			inbox.model.play([{ text: 'One answer.' }]);
			for (const body of ['1', '2', '3', '4', '5']) {
				if (body !== '1') await sleep(1900);
				inbox.write(id, body);
			}
			await inbox.ran(1);
			await inbox.polls(2);
			expect((await inbox.ran(1)).map(({ status }) => status)).toEqual(['success']);
			expect(inbox.asked(0)).toEqual(['user: 1\n2\n3\n4\n5']);
			expect(inbox.sent.map(({ message }) => message)).toEqual(['One answer.']);
		},
	);

	test('two contacts who write at the same time are each answered once', async () => {
		await inbox.switchOn({ waitForQuiet: 0 }, 3.1);
		const ids = [inbox.conversation(), inbox.conversation()];
		inbox.model.play([{ text: 'Yes.' }, { text: 'Yes.' }]);
		for (const id of ids) inbox.write(id, `Hello from ${id}`);
		await inbox.ran(2);
		await inbox.polls(2);
		expect(await inbox.ran(2)).toHaveLength(2);
		const contacts = inbox.sent.map(({ contactId }) => contactId).sort();
		expect(contacts).toEqual(ids.map((id) => inbox.contactOf(id)).sort());
		const asked = [inbox.asked(0), inbox.asked(1)].flat().sort();
		expect(asked).toEqual(ids.map((id) => `user: Hello from ${id}`).sort());
	});

	test('an agent that fails twice answers at its third attempt', async () => {
		await inbox.switchOn(AT_ONCE);
		inbox.model.play([{ fails: true }, { fails: true }, { text: 'At last.' }]);
		inbox.write(inbox.conversation(), 'Hello');
		for (const count of [1, 2, 3]) {
			await inbox.ran(count);
			inbox.aheadMs += RETRY_MS;
		}
		const runs = await inbox.ran(3);
		const attempts = runs.map(({ data }) => jsonOf(data, 'Unanswered message')[0].attempt);
		expect(attempts).toEqual([1, 2, 3]);
		expect(inbox.sent.map(({ message }) => message)).toEqual(['At last.']);
	});

	test('an agent that fails three times hands over to a person', async () => {
		await inbox.switchOn(AT_ONCE);
		inbox.model.play([{ fails: true }, { fails: true }, { fails: true }]);
		inbox.write(inbox.conversation(), 'Hello');
		for (const count of [1, 2, 3]) {
			await inbox.ran(count);
			inbox.aheadMs += RETRY_MS;
		}
		await inbox.polls(3);
		const runs = await inbox.ran(3);
		const items = runs.map(({ data }) => jsonOf(data, 'Unanswered message')[0]);
		expect(items.map(({ lastAttempt }) => lastAttempt)).toEqual([false, false, true]);
		expect(inbox.sent).toEqual([
			expect.objectContaining({ type: 'InternalComment', mentions: [SEED.userId] }),
		]);
	});

	test('Send skips the reply if a person answers while the agent runs', async () => {
		await inbox.switchOn({ waitForQuiet: 0 });
		const id = inbox.conversation();
		inbox.model.play([{ text: 'From the agent.', afterMs: 3000 }]);
		inbox.write(id, 'Hello');
		await waitFor(() => inbox.model.asked.length > 0);
		const person = { direction: 'outbound', source: 'app', userId: SEED.userId } as const;
		inbox.write(id, 'I am on it.', person);
		const [{ data }] = await inbox.ran(1);
		expect(jsonOf(data, 'Send reply')).toMatchObject([{ skipped: true, reason: 'human' }]);
		expect(inbox.sent).toEqual([]);
	});

	test('an email is answered by email in its thread, without the quoted history', async () => {
		await inbox.switchOn({ waitForQuiet: 0 });
		inbox.model.play([{ text: 'Yes,\nit is.' }]);
		const message = inbox.write(inbox.conversation(), '', { messageType: 'TYPE_EMAIL' });
		testEnv().sandbox.state.addEmail(message, {
			subject: 'Tuesday',
			body: [
				'<div>Is ten still free?</div><div class="gmail_quote"><div class="gmail_attr">',
				'On Mon, Nov 23, 2026 at 9:00 AM Mia &lt;mia@example.com&gt; wrote:<br></div>',
				'<blockquote class="gmail_quote">Old text</blockquote></div>',
			].join(''),
		});
		const [{ status }] = await inbox.ran(1);
		expect(status).toBe('success');
		expect(inbox.asked(0)).toEqual(['user: Subject: Tuesday\nIs ten still free?']);
		expect(inbox.sent).toEqual([
			expect.objectContaining({
				type: 'Email',
				subject: 'Re: Tuesday',
				html: '<p>Yes,<br>it is.</p>',
			}),
		]);
	});

	test('a conversation is answered once if n8n is killed while the agent runs', async () => {
		await inbox.switchOn(AT_ONCE);
		inbox.model.play([{ text: 'Lost.', afterMs: 5000 }, { text: 'Answer.' }]);
		inbox.write(inbox.conversation(), 'Hello');
		await waitFor(() => inbox.model.asked.length > 0);
		testEnv().n8n.kill();
		await testEnv().n8n.ended;
		await testEnv().restart();
		inbox.aheadMs = RETRY_MS;
		await waitFor(() => inbox.sent.length > 0);
		inbox.aheadMs += RETRY_MS;
		await inbox.polls(3);
		expect(inbox.sent.map(({ message }) => message)).toEqual(['Answer.']);
		expect(inbox.asked(1)).toEqual(['user: Hello']);
	}, 240_000);
}

/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import { PolledInbox } from './support/polledInbox';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

const CONTACTS = 300;
const POLL_SECONDS = 20;
/** Turns of one poll by default. Turns of the same poll, and of the next one, can be answered in any order. */
const PER_POLL = 25;
const MAX_MS = 900_000;

// Takes some minutes: CONTRIBUTING.md says how to run it.
describe('300 contacts who wrote while HighLevel was down', () => {
	let testEnv: TestEnv;
	let inbox: PolledInbox;

	beforeAll(async () => {
		testEnv = await startTestEnv();
		inbox = await PolledInbox.open(testEnv);
	}, 300_000);
	afterAll(async () => {
		await inbox?.model.stop();
		await testEnv?.stop();
	}, 60_000);

	test(
		'are all answered once, the oldest first, within the rate limit',
		async () => {
			const { sandbox } = testEnv;
			await inbox.switchOn({}, 2.2, POLL_SECONDS);
			inbox.model.play(Array.from({ length: CONTACTS }, () => ({ text: 'Yes.', afterMs: 2000 })));
			sandbox.faults.clear();
			sandbox.faults.add({ status: 503, times: Infinity });
			const contacts: string[] = [];
			for (let index = 0; index < CONTACTS; index++) {
				const id = inbox.conversation();
				contacts.push(inbox.contactOf(id));
				inbox.write(id, `Hello ${index}`);
				await sleep(100);
			}
			const before = sandbox.requests.length;
			sandbox.faults.clear();
			const endOfOutage = Date.now();
			while (inbox.sent.length < CONTACTS && Date.now() < endOfOutage + MAX_MS) {
				await sleep(500);
			}
			const longestWaitSeconds = Math.round((Date.now() - endOfOutage) / 1000);
			// The trigger reads each conversation once more.
			await sleep(120_000);
			const requests = sandbox.requests.slice(before);
			const searches = requests.filter(({ path }) => path === '/conversations/search').length;
			const perTurn = (requests.length - searches) / CONTACTS;
			const { refused } = sandbox.rateLimit;
			process.stdout.write(
				`${JSON.stringify({ longestWaitSeconds, perTurn, searches, refused })}\n`,
			);

			const answered = inbox.sent.map(({ contactId }) => contactId);
			expect([...answered].sort()).toEqual([...contacts].sort());
			const shifts = answered.map((contact, place) => place - contacts.indexOf(contact));
			expect(Math.max(...shifts.map(Math.abs))).toBeLessThan(2 * PER_POLL);
			expect(perTurn).toBeLessThan(6);
			await inbox.switchOff();
		},
		MAX_MS + 300_000,
	);
});

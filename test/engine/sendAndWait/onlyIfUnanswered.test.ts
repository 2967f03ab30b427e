import { byId, SEND_PATH } from '../fixtures';
import { useTestEnv } from '../harness';
import { Thread } from '../conversations/thread';
import { submitForm, questionsIn } from './askQuestion';

const MINUTE_MS = 60_000;
const testEnv = useTestEnv();
const { ask, sends, links } = questionsIn(testEnv);

/** A conversation with one unanswered message, and the turn of its item. */
async function openTurn() {
	const thread = new Thread(testEnv.sandbox);
	thread.wrote('Are you open today?', MINUTE_MS);
	const parameters = thread.parameters('conversation', 'getUnanswered');
	const { json } = await testEnv.run({ parameters });
	return { thread, turn: String(json[0].turn) };
}

const askAbout = async (thread: Thread, turn: string, node = {}) =>
	await ask({ contactId: byId(thread.contactId), options: { onlyIfUnanswered: turn } }, { node });

describe("question with 'Only If Unanswered'", () => {
	it('is sent if nothing has answered, and waits for its answer', async () => {
		const { thread, turn } = await openTurn();
		const parked = await askAbout(thread, turn);
		expect(parked.error).toBeUndefined();
		expect(parked.status).toBe('waiting');
		expect(sends()).toHaveLength(1);
		expect((await submitForm(links()[0], { approved: 'true' })).status).toBe(200);
	});

	it.each<[string, string, (thread: Thread) => unknown]>([
		['the contact wrote more', 'newerMessage', (thread) => thread.wrote('And tomorrow?')],
		['a person answered', 'human', (thread) => thread.person('Yes!')],
		['another execution answered', 'answered', (thread) => thread.sent('Yes.')],
	])(
		'is not sent if %s, and the execution continues with the reason',
		async (_, reason, happen) => {
			const { thread, turn } = await openTurn();
			happen(thread);
			const parked = await askAbout(thread, turn);
			expect(parked.status).toBe('success');
			expect(parked.waitsUntil).toBeUndefined();
			expect(parked.output.map(({ json }) => json)).toEqual([
				{
					skipped: true,
					reason,
					conversationId: thread.id,
					contactId: thread.contactId,
					type: 'SMS',
				},
			]);
			expect(sends()).toEqual([]);
		},
	);

	it.each(['', 'not a turn'])('is not sent with the value %j, which is an error', async (value) => {
		const { thread } = await openTurn();
		const parked = await askAbout(thread, value);
		expect(parked.status).toBe('error');
		expect(parked.error?.message).toContain("'Only If Unanswered'");
		expect(sends()).toEqual([]);
	});

	it('is not sent twice by a retry of the node', async () => {
		const { thread, turn } = await openTurn();
		testEnv.sandbox.faults.add({ path: SEND_PATH, disconnect: 'after' });
		const parked = await askAbout(thread, turn, {
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});
		expect(parked.status).toBe('error');
		expect(sends()).toHaveLength(1);
	});
});

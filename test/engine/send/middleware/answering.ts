import type { IDataObject } from 'n8n-workflow';

import { SEND_PATH, sendSms } from '../../fixtures';
import type { TestEnv } from '../../harness';
import { Thread } from '../../conversations/thread';

const MINUTE_MS = 60_000;

/** The `turn` of the item that Get Unanswered returns. */
export async function turnOf(
	testEnv: TestEnv,
	thread: Thread,
	options: IDataObject = {},
): Promise<string> {
	const parameters = thread.parameters('conversation', 'getUnanswered', { options } as never);
	const { json } = await testEnv.run({ parameters });
	expect(json[0].turn).toEqual(expect.any(String));
	return String(json[0].turn);
}

/** A conversation with one unanswered message, and the turn of its item. */
export async function unansweredTurn(testEnv: TestEnv, agoMs = MINUTE_MS) {
	const thread = new Thread(testEnv.sandbox);
	thread.sent('Welcome', 60 * MINUTE_MS);
	thread.wrote('Are you open today?', agoMs);
	return { thread, turn: await turnOf(testEnv, thread) };
}

/** Answers a turn, with 'Only If Unanswered'. */
export const answer = async (testEnv: TestEnv, thread: Thread, turn: unknown) =>
	await testEnv.run({
		parameters: sendSms({
			contactId: thread.contactId,
			message: 'Yes, until 6 pm',
			options: { onlyIfUnanswered: turn as string },
		}),
	});

/** The item of a skipped message. */
export const skipped = (thread: Thread, reason: string): IDataObject => ({
	skipped: true,
	reason,
	conversationId: thread.id,
	contactId: thread.contactId,
	type: 'SMS',
});

/** The requests that read a conversation. */
export const readsOf = ({ requests }: Awaited<ReturnType<typeof answer>>, thread: Thread) =>
	requests.filter(({ path }) => path === `/conversations/${thread.id}/messages`);

/** Runs an action when HighLevel receives the next message, and applies the fault to that message. */
export function duringSend(
	testEnv: TestEnv,
	action: () => unknown,
	fault: object = { headers: {} },
): void {
	const when = () => {
		action();
		return true;
	};
	testEnv.sandbox.faults.add({ path: SEND_PATH, ...fault, when });
}

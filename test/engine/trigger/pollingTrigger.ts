import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { addMessages, REFUSED } from '../fixtures';
import { useTestEnv, useTestEnvs, type TestEnv } from '../harness';
import { ActiveWorkflow } from '../harness/activeWorkflow';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Given = [parameters?: IDataObject, credentials?: ICredentialDataDecryptedObject];

const testedWith = (...[parameters = {}, credentials]: Given) => ({
	parameters: parameters as INodeParameters,
	credentials,
});

/** A sandbox without records, and without a rate limit that a test could reach. */
const OPTIONS = { sandbox: { seed: false } };

/** Adds a conversation older than everything else in a test. Returns its IDs. */
function addOldConversation({ sandbox }: TestEnv) {
	const { contactId, conversationId } = addMessages(sandbox, 0);
	const conversation = sandbox.state.conversations.get(conversationId)!;
	Object.assign(conversation, { dateAdded: 0, lastMessageDate: 0 });
	return { contactId, conversationId };
}

/** Helpers for the tests of the polling trigger, with the old conversation of the test environment. */
function helpersFor(testEnv: TestEnv, mine = { contactId: '', conversationId: '' }) {
	return {
		testEnv,
		/** One contact with one conversation, both older than everything else in a test. */
		mine,
		/** Adds an inbound SMS to the conversation; with the current time by default. */
		add: (dateAdded = Date.now(), more: IDataObject = {}) =>
			testEnv.sandbox.state.addMessage({
				conversationId: mine.conversationId,
				dateAdded,
				...more,
			}),
		/** A workflow that was activated an hour ago. */
		active: async (...given: Given) =>
			await ActiveWorkflow.activated(testEnv, HOUR, testedWith(...given)),
		/** A workflow that is activated now. */
		activated: async (...given: Given) =>
			await new ActiveWorkflow(testEnv, testedWith(...given)).activate(),
		/** Rejects enough requests in a row that a poll fails, without waits between retries. */
		refuse: (path: string | RegExp) => testEnv.sandbox.faults.add({ path, times: 11, ...REFUSED }),
	};
}

export type PollingTrigger = ReturnType<typeof helpersFor>;

/** The test environment of the polling trigger that all tests of a file share, and helpers. */
export function usePollingTrigger(): PollingTrigger {
	const testEnv = useTestEnv(OPTIONS);
	const trigger = helpersFor(testEnv);
	beforeEach(() => Object.assign(trigger.mine, addOldConversation(testEnv)));
	return trigger;
}

/** The same for each test: returns a function that starts a test environment, for `it.concurrent`. */
export function usePollingTriggers(): () => Promise<PollingTrigger> {
	const start = useTestEnvs(OPTIONS);
	return async () => {
		const testEnv = await start();
		return helpersFor(testEnv, addOldConversation(testEnv));
	};
}

import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { useShared } from '../../support/useShared';
import { addMessages, NO_RATE_LIMIT, REFUSED } from '../fixtures';
import { startTestEnv } from '../harness';
import { ActiveWorkflow } from '../harness/activeWorkflow';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Given = [parameters?: IDataObject, credentials?: ICredentialDataDecryptedObject];

const testedWith = (...[parameters = {}, credentials]: Given) => ({
	parameters: parameters as INodeParameters,
	credentials,
});

/** Test environment of the polling trigger: a sandbox with one old conversation before each test, and helpers. */
export function pollingTrigger() {
	const testEnv = useShared(
		async () => await startTestEnv({ sandbox: { seed: false, rateLimit: NO_RATE_LIMIT } }),
	);
	/** One contact with one conversation, both older than everything else in a test. */
	const mine = { contactId: '', conversationId: '' };
	beforeEach(() => {
		testEnv.sandbox.reset();
		const { contactId, conversationId } = addMessages(testEnv.sandbox, 0);
		Object.assign(mine, { contactId, conversationId });
		const conversation = testEnv.sandbox.state.conversations.get(conversationId)!;
		Object.assign(conversation, { dateAdded: 0, lastMessageDate: 0 });
	});

	return {
		testEnv,
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

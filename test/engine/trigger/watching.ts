import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { lasting } from '../../support/lasting';
import { addMessages, AMPLE, REFUSED } from '../fixtures';
import { startWorld } from '../harness';
import { ActiveWorkflow } from '../harness/activeWorkflow';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Given = [parameters?: IDataObject, credentials?: ICredentialDataDecryptedObject];

const testedWith = (...[parameters = {}, credentials]: Given) => ({
	parameters: parameters as INodeParameters,
	credentials,
});

/** What the polling trigger's tests stand on: a sandbox that is empty before each of them, and ways to fill and watch it. */
export function watching() {
	const world = lasting(
		async () => await startWorld({ sandbox: { seed: false, rateLimit: AMPLE } }),
	);
	/** One contact with one conversation, both older than anything that a test watches. */
	const mine = { contactId: '', conversationId: '' };
	beforeEach(() => {
		world.sandbox.reset();
		const { contactId, conversationId } = addMessages(world.sandbox, 0);
		Object.assign(mine, { contactId, conversationId });
		const conversation = world.sandbox.state.conversations.get(conversationId)!;
		Object.assign(conversation, { dateAdded: 0, lastMessageDate: 0 });
	});

	return {
		world,
		mine,
		/** Adds an inbound text to the conversation, now unless told. */
		add: (dateAdded = Date.now(), more: IDataObject = {}) =>
			world.sandbox.state.addMessage({
				conversationId: mine.conversationId,
				dateAdded,
				...more,
			}),
		/** A workflow that has been active for an hour. */
		active: async (...given: Given) =>
			await ActiveWorkflow.activated(world, HOUR, testedWith(...given)),
		/** A workflow that is switched on now. */
		activated: async (...given: Given) =>
			await new ActiveWorkflow(world, testedWith(...given)).activate(),
		/** Refuses so many requests in a row that a poll gives up, at once. */
		refuse: (path: string | RegExp) => world.sandbox.faults.add({ path, times: 11, ...REFUSED }),
	};
}

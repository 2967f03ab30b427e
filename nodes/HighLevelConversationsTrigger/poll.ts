import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { ApiError, ParameterError, isTransient, toReadError } from '../shared/request';
import type { Scope } from '../shared/request';
import { isEditorTest, executionDataFrom, openPoll } from './engine/pollContext';
import type { PollContext } from './engine/pollContext';
import { runExclusively, pollOnce } from './engine/registration';
import { events } from './events';
import type { TriggerEvent } from './events';

/** The selected event. Throws a `ParameterError` if it does not exist. */
function selectedEvent(context: IPollFunctions): TriggerEvent {
	const name = String(context.getNodeParameter('event'));
	if (Object.hasOwn(events, name)) return events[name];
	throw new ParameterError(
		`'Event' has an unknown value: ${name.slice(0, 100)}`,
		`Supported events: ${Object.keys(events).join(', ')}.`,
	);
}

/** The items for a test in the editor; null if there are none. */
async function runTest(
	poll: PollContext,
	event: TriggerEvent,
): Promise<INodeExecutionData[][] | null> {
	const items = await event.test(poll);
	return items.length === 0 ? null : [executionDataFrom(poll, items)];
}

/**
 * Called by n8n for each poll. Starts executions for what is new since the last poll, oldest first, and returns null. In a test in
 * the editor, returns the most recent event instead. A temporary failure (rate limit, 5xx, network) is logged, and the next poll
 * tries again. Throws a `NodeApiError` or `NodeOperationError` for a failure that the user must fix, e.g. an expired token.
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = performance.now();
	const isTest = isEditorTest(this);
	let locationId: string | undefined;
	let scope: Scope | undefined;
	const run = async () => {
		try {
			const event = selectedEvent(this);
			({ scope } = event);
			const context = await openPoll(this, startedAt);
			({ locationId } = context);
			if (isTest) return await runTest(context, event);
			await pollOnce(this, context, event);
			return null;
		} catch (error) {
			const failure = toReadError(error, { node: this.getNode(), locationId, scope });
			const isTemporary = error instanceof ApiError && isTransient(error.details);
			if (isTest || !isTemporary) throw failure;
			this.logger.warn(`${this.getNode().name}: ${failure.message}. Will retry on the next poll.`);
			return null;
		}
	};
	return isTest ? await run() : await runExclusively(this, run);
}

import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { ApiError, ParameterError, isTransient, readError } from '../shared/request';
import type { Scope } from '../shared/request';
import { isEditorTest, executionDataFrom, openPoll } from './engine/pollContext';
import type { PollContext } from './engine/pollContext';
import { runExclusively, pollOnce } from './engine/registration';
import { events } from './events';
import type { TriggerEvent } from './events';

/** The event that the node starts on. Throws a `ParameterError` that names the value and the events there are. */
function eventOf(context: IPollFunctions): TriggerEvent {
	const name = String(context.getNodeParameter('event'));
	if (Object.hasOwn(events, name)) return events[name];
	throw new ParameterError(
		`'Event' has an unknown value: ${name.slice(0, 100)}`,
		`Supported events: ${Object.keys(events).join(', ')}.`,
	);
}

async function test(
	poll: PollContext,
	event: TriggerEvent,
): Promise<INodeExecutionData[][] | null> {
	const items = await event.test(poll);
	return items.length === 0 ? null : [executionDataFrom(poll, items)];
}

/**
 * One poll: starts executions for what is new since the last, oldest first, and returns null. In a test in the editor
 * returns the most recent record. A failure that may pass (rate limit, 5xx, network) is a line in n8n's log and
 * repeated by the next poll. Throws a `NodeApiError` or `NodeOperationError` for anything that somebody must fix, e.g. an expired token.
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = performance.now();
	const testing = isEditorTest(this);
	let locationId: string | undefined;
	let scope: Scope | undefined;
	const run = async () => {
		try {
			const event = eventOf(this);
			({ scope } = event);
			const context = await openPoll(this, startedAt);
			({ locationId } = context);
			if (testing) return await test(context, event);
			await pollOnce(this, context, event);
			return null;
		} catch (error) {
			const failure = readError(error, { node: this.getNode(), locationId, scope });
			const isTemporary = error instanceof ApiError && isTransient(error.details);
			if (testing || !isTemporary) throw failure;
			this.logger.warn(`${this.getNode().name}: ${failure.message}. Will retry on the next poll.`);
			return null;
		}
	};
	return testing ? await run() : await runExclusively(this, run);
}

import type { IExecutePaginationFunctions, INode } from 'n8n-workflow';
import { Run } from './run';
import { StartGate } from './startGate';
import type { StartMode } from './startGate';

/** A run whose items n8n's routing engine starts one by one. */
interface RoutedRun {
	run: Run;
	gate: StartGate;
	/** Indexes of the items that have started. */
	startedItems: Set<number>;
	/** The run is an agent's tool call, and n8n does not retry it. */
	isLastToolCall: boolean;
}

/** The latest run, by the object that all attempts of a node share. Weak, so that n8n can free it. */
const runs = new WeakMap<object, Run>();
/** The runs that n8n's routing engine starts. */
const routedRuns = new WeakMap<Run, RoutedRun>();

/** How a run is identified, and what is known about it before it starts. */
interface RunKey {
	/** An object that all attempts of the node share with each other, but with nothing else. */
	key: object;
	itemCount: number;
	/** The node runs as a tool that an agent before version 3 called. */
	isToolCall: boolean;
}

/**
 * All attempts of a node share the object that `getExecuteData()` returns. Tool calls share it with the agent's other calls,
 * so their key is the tool input, which stays the same object across the attempts of a call.
 */
function runKeyOf(context: IExecutePaginationFunctions): RunKey {
	const execution = context.getExecuteData();
	const items = execution?.data.main?.[0];
	const isNode = !!items && items[context.getItemIndex()] === context.getInputData();
	if (!isNode) {
		return { key: context.getInputData(0, 'ai_tool').json, itemCount: 1, isToolCall: true };
	}
	const itemCount = context.getNode().executeOnce ? 1 : items.length;
	return { key: execution, itemCount, isToolCall: false };
}

/** Max number of attempts that n8n makes for a tool call of an agent. */
const maxAttemptsOf = ({ retryOnFail, maxTries = 3 }: INode): number =>
	retryOnFail ? Math.min(5, Math.max(2, maxTries)) : 1;

/** Starts a run of `itemCount` items. It continues the previous attempt of the node, if there is one. */
export function startRun(context: IExecutePaginationFunctions, itemCount: number): Run {
	const { key } = runKeyOf(context);
	const run = new Run(itemCount, runs.get(key));
	runs.set(key, run);
	return run;
}

/** The run of an item that n8n's routing engine has started, and the gate at which it waits for the others. */
export function routedRunOf(context: IExecutePaginationFunctions): Omit<RoutedRun, 'entered'> {
	const itemIndex = context.getItemIndex();
	const { key, itemCount, isToolCall } = runKeyOf(context);
	const latest = runs.get(key);
	let current = latest && routedRuns.get(latest);
	// An item that starts a second time belongs to the node's next attempt.
	if (!current || current.startedItems.has(itemIndex)) {
		const run = new Run(itemCount, latest);
		const isLastToolCall = isToolCall && run.attempt >= maxAttemptsOf(context.getNode());
		const gate = new StartGate(startModeOf(context, itemCount));
		current = { run, gate, startedItems: new Set(), isLastToolCall };
		runs.set(key, run);
		routedRuns.set(run, current);
	}
	current.startedItems.add(itemIndex);
	return current;
}

/** How n8n's routing engine starts a run of `itemCount` items. */
function startModeOf(context: IExecutePaginationFunctions, itemCount: number): StartMode {
	const { batchSize, intervalMs } = batchingOf(context);
	return {
		itemCount,
		batchSize: intervalMs > 0 ? batchSize : itemCount,
		stopsOnExpressionError: !context.continueOnFail(),
	};
}

/** The node option 'Batching': items per batch, and ms from the start of a batch to the start of the next. */
export function batchingOf(context: IExecutePaginationFunctions): {
	batchSize: number;
	intervalMs: number;
} {
	const { batching } = context.getNodeParameter('requestOptions', {}) as {
		batching?: { batch?: { batchSize?: number; batchInterval?: number } };
	};
	const { batchSize = 1, batchInterval = 0 } = batching?.batch ?? {};
	return { batchSize: Math.max(1, batchSize), intervalMs: Math.max(0, batchInterval) };
}

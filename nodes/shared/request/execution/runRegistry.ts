import type { IExecutePaginationFunctions, INode } from 'n8n-workflow';
import { Run } from './run';
import { StartGate } from './startGate';

/** A run that n8n's routing engine starts, with the items that have come so far. */
interface RoutedRun {
	run: Run;
	gate: StartGate;
	entered: Set<number>;
	/** It is an agent's call of a tool, and n8n does not try it again. */
	isLastToolCall: boolean;
}

/** The latest run under the object that all tries of a node share; nothing of a run is kept longer than n8n keeps that. */
const runs = new WeakMap<object, Run>();
const routed = new WeakMap<Run, RoutedRun>();

interface Owner {
	/** What all tries of the node share, and nothing else. */
	key: object;
	items: number;
	/** Agents before version 3 call a tool themselves. */
	isToolCall: boolean;
}

/**
 * Over all tries of a node, its items share the object behind `getExecuteData()`. A tool's call shares that with the agent's other
 * calls; what stays with it over all tries is what the agent filled in.
 */
function ownerOf(context: IExecutePaginationFunctions): Owner {
	const execution = context.getExecuteData();
	const items = execution?.data.main?.[0];
	const isNode = !!items && items[context.getItemIndex()] === context.getInputData();
	if (!isNode) {
		return { key: context.getInputData(0, 'ai_tool').json, items: 1, isToolCall: true };
	}
	const count = context.getNode().executeOnce ? 1 : items.length;
	return { key: execution, items: count, isToolCall: false };
}

/** How often n8n tries an agent's call of a tool. */
const triesOf = ({ retryOnFail, maxTries = 3 }: INode): number =>
	retryOnFail ? Math.min(5, Math.max(2, maxTries)) : 1;

/** Starts a run of `items` items; what an earlier try of the node sent is known to it. */
export function startRun(context: IExecutePaginationFunctions, items: number): Run {
	const { key } = ownerOf(context);
	const run = new Run(items, runs.get(key));
	runs.set(key, run);
	return run;
}

/** The run that an item belongs to which n8n's routing engine starts, and where it waits for the others. */
export function routedRunOf(context: IExecutePaginationFunctions): Omit<RoutedRun, 'entered'> {
	const itemIndex = context.getItemIndex();
	const { key, items, isToolCall } = ownerOf(context);
	const latest = runs.get(key);
	let found = latest && routed.get(latest);
	// An item that has come before starts the node's next try.
	if (!found || found.entered.has(itemIndex)) {
		const run = new Run(items, latest);
		const isLastToolCall = isToolCall && run.attempt >= triesOf(context.getNode());
		const gate = new StartGate(startModeOf(context, items));
		found = { run, gate, entered: new Set(), isLastToolCall };
		runs.set(key, run);
		routed.set(run, found);
	}
	found.entered.add(itemIndex);
	return found;
}

function startModeOf(context: IExecutePaginationFunctions, items: number) {
	const { batchSize, intervalMs } = batchingOf(context);
	return {
		items,
		batchSize: intervalMs > 0 ? batchSize : items,
		stopsOnExpressionError: !context.continueOnFail(),
	};
}

/** The node option 'Batching': how many items at a time, and how long from the start of one batch to that of the next. */
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

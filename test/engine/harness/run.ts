/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { createRunExecutionData } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { WorkflowExecute } from './core';
import { additionalDataFor, READERS, TESTED, workflowOf, type Base, type Tested } from './workflow';

export type Item = INodeExecutionData | IDataObject;

export interface RunOptions extends Tested {
	/** Input items, or their JSON; one empty item by default. */
	items?: Item[];
	/** An expression that the nodes after the tested one evaluate for each of its items. */
	after?: string;
	/** Whether n8n's routing engine runs the operation. */
	isRouted?: boolean;
	/** Stops the execution after this time, ms. */
	stopAfterMs?: number;
}

export interface RunResult {
	/** Main output. */
	items: INodeExecutionData[];
	/** JSON of the main output. */
	json: IDataObject[];
	/** Error output, with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[];
	/** Error of the node's last try. */
	error?: NodeApiError | NodeOperationError;
	/** Values of `after` for the main and the error output. */
	after: unknown[];
	errorAfter: unknown[];
	/** n8n's status: success, error, canceled. */
	status: string;
	/** ms */
	duration: number;
}

const isItem = (item: Item): item is INodeExecutionData =>
	typeof item.json === 'object' && item.json !== null;

/** Runs a workflow with the tested node in n8n's engine. Errors are part of the result. */
export async function run(base: Base, options: RunOptions): Promise<RunResult> {
	const { items = [{}], stopAfterMs } = options;
	const input = items.map((item) => (isItem(item) ? item : { json: item }));
	let thrown: RunResult['error'];
	const onError = (error: unknown) => {
		thrown = error as RunResult['error'];
	};
	const workflow = workflowOf(base, { ...options, input, onError: onError });
	const additionalData = additionalDataFor(base.store, workflow, 'manual');

	const startedAt = Date.now();
	const execution = new WorkflowExecute(additionalData, 'manual', createRunExecutionData()).run({
		workflow,
	});
	const stop =
		stopAfterMs === undefined ? undefined : setTimeout(() => execution.cancel(), stopAfterMs);
	try {
		const { data, status } = await execution;
		const { runData } = data.resultData;
		const outputs = (name: string) => runData[name]?.at(-1)?.data?.main ?? [];
		const [main, failed] = outputs(TESTED).map((output) => output ?? []);
		const values = (name: string) => (outputs(name)[0] ?? []).map(({ json }) => json.value);
		return {
			items: main ?? [],
			json: (main ?? []).map(({ json }) => json),
			errorItems: failed ?? [],
			error: thrown,
			after: values(READERS[0]),
			errorAfter: values(READERS[1]),
			status,
			duration: Date.now() - startedAt,
		};
	} finally {
		clearTimeout(stop);
	}
}

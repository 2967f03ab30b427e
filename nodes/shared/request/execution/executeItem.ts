import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { nodeErrorFrom } from '../errors';
import type {
	SendMiddleware,
	ItemContext,
	OperationSpec,
	RequestOperationsWithSpec,
} from '../operationSpec';
import { createItemContext } from './itemContext';
import { hasTakenEffect, once } from './once';
import { isSkipped } from '../responses';
import { isEmpty } from '../values';
import { RunAborted, Run, runOf } from './run';

function planOf({ requestOperations }: DeclarativeRestApiSettings.ResultOptions): OperationSpec {
	const { spec: plan } = (requestOperations ?? {}) as RequestOperationsWithSpec;
	if (!plan) throw new Error('The operation declares no plan');
	return plan;
}

async function results(job: ItemContext): Promise<INodeExecutionData[]> {
	const items = await job.spec.response(job);
	if (isEmpty(job.extraOutput)) return items;
	return items.map((item) => ({ ...item, json: { ...item.json, ...job.extraOutput } }));
}

async function carryOut(
	run: Run,
	job: ItemContext,
	guard?: SendMiddleware,
): Promise<INodeExecutionData[]> {
	const send = async () =>
		job.spec.repeat === 'refused'
			? await once(run.outcomes, job.itemIndex, async () => await results(job))
			: await results(job);
	if (!guard) return await send();
	const alreadySent = await hasTakenEffect(run.outcomes.get(job.itemIndex));
	return await guard({ next: send, alreadySent });
}

async function perform(
	run: Run,
	job: ItemContext,
	guard?: SendMiddleware,
): Promise<INodeExecutionData[]> {
	const { spec: plan } = job;
	const key = plan.sequentialBy === undefined ? undefined : String(job.body[plan.sequentialBy]);
	return await run.perform(key, async () => {
		if (run.stopped) return [];
		const items = await carryOut(run, job, guard).catch((error: unknown) => {
			if (error instanceof RunAborted) return undefined;
			if (!job.context.continueOnFail()) run.stopped = true;
			throw error;
		});
		if (items === undefined) return [];
		if (!items.every(isSkipped)) run.done++;
		return items;
	});
}

const failedItem = (item: number, error: string, more: IDataObject = {}): INodeExecutionData[] => [
	// Only `error` and `details`: with other keys n8n takes an item for no failure, with an `error` beside `json` it drops them.
	{ json: { error, ...more }, pairedItem: { item } },
];

/**
 * Executes one item of a run, in the place of n8n's own pagination: checks it, waits until all items are checked, then
 * sends what its plan says, paced. Returns the item's results, linked to it.
 * Throws a `NodeApiError` or `NodeOperationError` that names the item; with "continue on fail" returns it as an item.
 */
export async function execute(
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const itemIndex = this.getItemIndex();
	const plan = planOf(requestData);
	const run = runOf(this);
	run.enter(itemIndex);
	let job: ItemContext | undefined;
	try {
		const session = await run.open(this, plan);
		const declared = requestData.options as IHttpRequestOptions;
		const preparation = createItemContext(this, session, plan, declared, run);
		job = await run.together('checks', itemIndex, preparation);
		if (!run.givenUp(itemIndex)) {
			run.proceed();
			const guard = plan.middleware && run.together('decisions', itemIndex, plan.middleware(job));
			return await perform(run, job, await guard);
		}
	} catch (error) {
		// Another item failed while this one was still being looked up.
		if (error instanceof RunAborted) return [];
		await run.settled();
		const failure = nodeErrorFrom(error, this, {
			plan,
			locationId: job?.locationId,
			done: run.stopped ? run.done : undefined,
		});
		const details = failure.description ? { details: failure.description } : {};
		if (this.continueOnFail()) return failedItem(itemIndex, failure.message, details);
		if (!run.givenUp(itemIndex)) {
			await run.heard;
			throw failure;
		}
	}
	// n8n shows the error of the expression. A rejection that nobody listens to would end a bare process.
	return failedItem(
		itemIndex,
		'An expression of another item could not be evaluated, so nothing was sent.',
	);
}

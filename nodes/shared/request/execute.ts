import { NodeOperationError } from 'n8n-workflow';
import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { nodeErrorFrom, ApiFailure, mayBeProcessed } from './failures';
import type { Job, Plan, PlannedOperations } from './plan';
import { jobFor } from './prepare';
import { NotStarted, Run, runOf } from './run';

const sayNotSent = 'An expression of another item could not be evaluated, so nothing was sent.';

function planOf({ requestOperations }: DeclarativeRestApiSettings.ResultOptions): Plan {
	const { plan } = (requestOperations ?? {}) as PlannedOperations;
	if (!plan) throw new Error('The operation declares no plan');
	return plan;
}

/** Carries out an item that must not be sent twice: what went through on an earlier try is not sent again. */
async function once(run: Run, job: Job): Promise<INodeExecutionData[]> {
	const known = run.outcomes.get(job.itemIndex);
	if (known) {
		if ('error' in known) throw known.error;
		return known.items;
	}
	const items = await job.plan.run(job).catch((error: unknown) => {
		if (error instanceof ApiFailure && mayBeProcessed(error.facts))
			run.outcomes.set(job.itemIndex, { error });
		throw error;
	});
	run.outcomes.set(job.itemIndex, { items });
	return items;
}

async function perform(run: Run, job: Job): Promise<INodeExecutionData[]> {
	const { plan } = job;
	const key = plan.inOrderBy === undefined ? undefined : String(job.body[plan.inOrderBy]);
	return await run.perform(key, async () => {
		if (run.stopped) return [];
		const work = plan.repeat === 'refused' ? once(run, job) : plan.run(job);
		const items = await work.catch((error: unknown) => {
			if (error instanceof NotStarted) return undefined;
			if (!job.context.continueOnFail()) run.stopped = true;
			throw error;
		});
		if (items === undefined) return [];
		run.done++;
		return items;
	});
}

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
	let job: Job | undefined;
	try {
		const session = await run.open(this);
		const declared = requestData.options as IHttpRequestOptions;
		const prepared = jobFor(this, session, plan, declared, run);
		job = await run.prepare(prepared).catch((error: unknown) => {
			if (!this.continueOnFail()) run.stopped = true;
			throw error;
		});
		await run.allPrepared();
		if (!run.complete) throw new NodeOperationError(this.getNode(), sayNotSent, { itemIndex });
		return await perform(run, job);
	} catch (error) {
		// Another item failed while this one was still being looked up.
		if (error instanceof NotStarted) return [];
		await run.settled();
		const failure = nodeErrorFrom(error, this, {
			plan,
			locationId: job?.locationId,
			done: run.stopped ? run.done : undefined,
		});
		if (!this.continueOnFail()) throw failure;
		// These two keys alone make it a failed item for n8n, which would keep only the message of an `error` beside them.
		const details = failure.description ? { details: failure.description } : {};
		return [{ json: { error: failure.message, ...details }, pairedItem: { item: itemIndex } }];
	}
}

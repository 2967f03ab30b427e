import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { ApiError, isTransient, readError } from '../shared/request';
import { events } from './events';
import type { TriggerEvent } from './events';
import { withExtras } from './engine/enrich';
import { NotYet } from './engine/retryRecord';
import { isTest, openSource, ownerOf } from './engine/pollContext';
import type { Source } from './engine/pollContext';

/** What n8n keeps for the node from poll to poll. */
interface Memory extends IDataObject {
	/** What the state is about: another event, location or filter makes it worthless. */
	watched?: string;
	state?: IDataObject;
}

/** n8n starts a poll on time even where the last has not ended; both would hand on the same. */
const underWay = new Set<string>();

/**
 * n8n's contexts of workflows that were switched on and have started. n8n makes one each time it switches a workflow on, says
 * 'activate' in it only where the workflow was off before ('init' after a restart, 'update' after a change), and uses it for every poll.
 */
const switchedOn = new WeakSet<IPollFunctions>();

const itemsOf = (records: IDataObject[]): INodeExecutionData[][] | null =>
	records.length === 0 ? null : [records.map((json) => ({ json }))];

async function test(source: Source, event: TriggerEvent) {
	const latest = await event.latest(source);
	return itemsOf(await withExtras(source, event, latest ? [latest] : []));
}

async function watch(context: IPollFunctions, source: Source, event: TriggerEvent) {
	const memory: Memory = context.getWorkflowStaticData('node');
	// What came while it was switched off is nobody's to answer any more.
	const wasOff = context.getActivationMode() === 'activate' && !switchedOn.has(context);
	const watches = event.watches.map((path) => source.parameter(path));
	const watched = JSON.stringify([source.parameter('event'), source.locationId, watches]);
	if (wasOff || memory.watched !== watched || memory.state === undefined) {
		const state = (await event.begin(source)) as IDataObject;
		Object.assign(memory, { watched, state });
		switchedOn.add(context);
		return null;
	}
	const { records, state } = await event.news(source, memory.state);
	const items = itemsOf(await withExtras(source, event, records));
	// Last of all: until here a poll that fails has changed nothing, so the next one finds the same again.
	memory.state = state as IDataObject;
	return items;
}

/**
 * One poll: what is new since the last, oldest first, or null. In a test in the editor: the most recent record.
 * n8n saves what the node remembers together with starting the workflow. A refusal that may pass (rate limit, 5xx, network) is
 * null as well, and a line in n8n's log. Throws a `NodeApiError` for anything that somebody must put right, e.g. a token that ended.
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const testing = isTest(this);
	const key = ownerOf(this);
	if (!testing && underWay.has(key)) return null;
	const event = events[String(this.getNodeParameter('event'))];
	let source: Source | undefined;
	if (!testing) underWay.add(key);
	try {
		source = await openSource(this);
		if (testing) return await test(source, event);
		return await watch(this, source, event);
	} catch (error) {
		const { locationId } = source ?? {};
		const failure = readError(error, { node: this.getNode(), locationId, scope: event.scope });
		const passes =
			error instanceof ApiError && (error instanceof NotYet || isTransient(error.details));
		if (testing || !passes) throw failure;
		this.logger.warn(`${this.getNode().name}: ${failure.message}; the next poll goes on from here`);
		return null;
	} finally {
		if (!testing) underWay.delete(key);
	}
}

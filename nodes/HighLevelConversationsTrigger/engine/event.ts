import type { IDataObject } from 'n8n-workflow';
import type { Cursor, Scope } from '../../shared/request';
import type { PollContext } from './pollContext';

/** What starts one execution: its items, and the state to save together with it. */
export interface ExecutionStart {
	items: IDataObject[];
	state: object;
}

/** What a poll found: executions to start, in this order, and the state afterwards. */
export interface PollResult {
	starts: ExecutionStart[];
	state: object;
}

/** What every event declares. */
interface EventBase {
	/** How the editor shows the event. */
	option: { name: string; description: string };
	/** Scope that the token needs. */
	scope: Scope;
	/** Paths of the parameters that the editor shows for the event, beside those of every event. */
	parameters: readonly string[];
	/** Those of them whose change makes the state worthless: the workflow starts anew. */
	resetOn: readonly string[];
}

/** An event as a poll runs it. */
export interface TriggerEvent extends EventBase {
	/** The state of a workflow that starts now: nothing that exists already is handed on. Throws for a wrong parameter. */
	start(poll: PollContext): Promise<object>;
	/** What happened since a state that `begin` or `poll` returned. Throws an `ApiError`; nothing has changed then. */
	poll(poll: PollContext, state: object): Promise<PollResult>;
	/** Items for a test in the editor. */
	test(poll: PollContext): Promise<IDataObject[]>;
}

/** A list that a `ListEvent` reads, without its start time. */
export interface ListQuery {
	path: string;
	cursor: Cursor;
	query: IDataObject;
}

/** An event that is a new record in a list. `listEvent.ts` runs it. */
export interface ListEvent extends EventBase {
	/** Fields that Simplify keeps. */
	simplify: readonly string[];
	/** The key under which a record holds the ID of its conversation. */
	conversationKey: string;
	/** Whether the records carry what is known of the contact. */
	contactOf?(record: IDataObject): IDataObject;
	/** The lists to read. */
	lists(poll: PollContext): ListQuery[];
	/** The list from a time on, ms. */
	from(list: ListQuery, startMs: number): ListQuery;
	idOf(record: IDataObject): string;
	/** The time by which a record counts as new, ms. */
	timeOf(record: IDataObject): number | undefined;
	/** Whether a record is the event; 'later' if it may become it, e.g. a scheduled message. Throws for a wrong parameter. */
	matches(poll: PollContext): (record: IDataObject) => boolean | 'later';
	/** Reads a record by its ID; undefined if there is none. Throws an `ApiError`. */
	read(poll: PollContext, id: string): Promise<IDataObject | undefined>;
	/**
	 * How far back each poll reads: 'overlap' before the latest record that was handed on; 'lookBack' for a fixed time, since
	 * records may become the event long after their date.
	 */
	window: 'overlap' | 'lookBack';
	/** The time by which the list is sorted, if that is not `timeOf`: how far it was read is then known only at its end. */
	sortedBy?(record: IDataObject): number | undefined;
	/** Max number of pages of a list in one poll; the next poll continues there. */
	maxPages?: number;
	/** The most recent record that matches, for a test in the editor. */
	latest(poll: PollContext): Promise<IDataObject | undefined>;
}

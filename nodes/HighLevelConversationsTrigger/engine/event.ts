import type { IDataObject } from 'n8n-workflow';
import type { Cursor, Scope } from '../../shared/request';
import type { PollContext } from './pollContext';

/** An execution to start: its items, and the state to save when it is started. */
export interface ExecutionStart {
	items: IDataObject[];
	state: object;
}

/** The result of a poll: the executions to start, in this order, and the state after the poll. */
export interface PollResult {
	starts: ExecutionStart[];
	state: object;
}

/** What all events declare. */
interface EventBase {
	/** Name and description of the event in the editor. */
	option: { name: string; description: string };
	/** The scope that the token needs. */
	scope: Scope;
	/** Paths of the parameters that the editor shows for this event, in addition to those of all events. */
	parameters: readonly string[];
	/** Paths of the parameters whose change invalidates the state, so that the event starts over. */
	resetOn: readonly string[];
}

/** An event that can be polled. */
export interface TriggerEvent extends EventBase {
	/**
	 * The state of a workflow that is activated now, which emits nothing that exists already. Throws a `ParameterError` for an
	 * invalid parameter, and an `ApiError`.
	 */
	start(poll: PollContext): Promise<object>;
	/** What happened since a state that `start` or `poll` returned. Throws an `ApiError`; the old state then remains valid. */
	poll(poll: PollContext, state: object): Promise<PollResult>;
	/** Items for a test in the editor: the most recent event, or none. */
	test(poll: PollContext): Promise<IDataObject[]>;
}

/** A request for a list, without start time. */
export interface ListQuery {
	path: string;
	cursor: Cursor;
	query: IDataObject;
}

/** Declares an event that is a new record in a list. `listEvent` makes a `TriggerEvent` of it. */
export interface ListEvent extends EventBase {
	/** The fields that remain if 'Simplify' is on. */
	simplify: readonly string[];
	/** The field of a record that contains the conversation's ID. */
	conversationKey: string;
	/** The contact of a record, to be added to its item. */
	contactOf?(record: IDataObject): IDataObject;
	/** The lists to read. */
	lists(poll: PollContext): ListQuery[];
	/** Restricts a list to records since a time, ms. */
	from(list: ListQuery, startMs: number): ListQuery;
	/** The ID of a record. */
	idOf(record: IDataObject): string;
	/** The time of a record, ms; decides whether the record is new. */
	timeOf(record: IDataObject): number | undefined;
	/**
	 * Returns a function that tells whether a record is the event; 'later' if it may become the event, e.g. a scheduled message.
	 * Throws a `ParameterError`.
	 */
	matches(poll: PollContext): (record: IDataObject) => boolean | 'later';
	/** Reads a record by its ID; undefined if it does not exist. Throws an `ApiError`. */
	read(poll: PollContext, id: string): Promise<IDataObject | undefined>;
	/**
	 * How far back each poll reads: 'overlap' for a short time before the watermark, 'lookBack' for a fixed number of hours,
	 * because a record may become the event long after its time.
	 */
	window: 'overlap' | 'lookBack';
	/** The time by which the list is sorted, if that is not `timeOf`. The watermark then moves only after a complete read. */
	sortedBy?(record: IDataObject): number | undefined;
	/** Maximum number of pages that a poll reads from a list; the next poll continues from there. */
	maxPages?: number;
	/** The most recent record that matches, for a test in the editor. */
	latest(poll: PollContext): Promise<IDataObject | undefined>;
}

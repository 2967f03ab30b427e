import { checkLocation } from '../auth';
import { findConversation, type Endpoint, type SandboxContext } from '../endpoint';
import { refuse, refuseFields } from '../errors';
import { EXPORT_CHANNELS, isEmail } from '../messageTypes';
import type { State } from '../state';
import type { Message } from '../types';
import { check, numbersOf, optional, required } from '../validate';
import { firstIndex } from '../sortedViews';
import { messageJson } from '../serializers';

const LIST = {
	lastMessageId: optional('string'),
	limit: optional('number', { min: 1 }),
	type: optional('string'),
};
const EXPORT = {
	locationId: required('string'),
	limit: optional('number', { min: 10 }),
	cursor: optional('string'),
	sortBy: optional('string', { oneOf: ['createdAt', 'updatedAt'] }),
	sortOrder: optional('string', { oneOf: ['asc', 'desc'] }),
	conversationId: optional('string'),
	contactId: optional('string'),
	channel: optional('string', { oneOf: Object.keys(EXPORT_CHANNELS) }),
	startDate: optional('string'),
	endDate: optional('string'),
};
type Export = Omit<ReturnType<typeof check<typeof EXPORT>>, 'cursor' | 'limit'>;

/** The message lists: of a conversation, and the export of a location. */
export function messageListEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	return [
		{
			method: 'get',
			path: '/conversations/messages/export',
			scope: 'conversations/message.readonly',
			list: true,
			run: ({ token, query }) => {
				const { cursor, limit = 100, ...filter } = check(numbersOf(query, EXPORT), EXPORT, strict);
				if (limit > state.exportPageSize) {
					throw refuseFields([`limit must not be greater than ${state.exportPageSize}`]);
				}
				checkLocation(token, filter.locationId);
				const { valueOf, ascending } = exportedMessages(state, filter);
				const after = cursor === undefined ? undefined : readCursor(cursor, state.cursorTtlMs);
				const bounds = pageBounds(ascending, valueOf, filter.sortOrder ?? 'desc', after, limit);
				const page = ascending.slice(bounds.from, bounds.to);
				if (filter.sortOrder !== 'asc') page.reverse();
				const last = page.at(-1);
				const nextCursor = bounds.more && last ? writeCursor(last, valueOf(last)) : null;
				return { json: { messages: page.map(messageJson), nextCursor, total: ascending.length } };
			},
		},
		{
			method: 'get',
			path: '/conversations/:conversationId/messages',
			scope: 'conversations/message.readonly',
			list: true,
			run: ({ token, params, query }) => {
				const { id } = findConversation(context, token, params.conversationId);
				const { limit = 20, lastMessageId, type } = check(numbersOf(query, LIST), LIST, strict);
				// Internal comments are plural in the filter, but not in the record.
				const types = type?.split(',').map((name) => name.trim().replace(/COMMENTS$/, 'COMMENT'));
				const ascending = state.messageViews.get(
					JSON.stringify(['list', id, types]),
					(m) => m.conversationId === id && (!types || types.includes(m.messageType)),
					(m) => m.dateAdded,
				);
				const end = endBefore(state, ascending, lastMessageId);
				const start = Math.max(0, end - Math.min(limit, 100));
				const messages = ascending.slice(start, end).reverse().map(messageJson);
				const lastId = messages.at(-1)?.id ?? lastMessageId ?? null;
				return { json: { messages: { lastMessageId: lastId, nextPage: start > 0, messages } } };
			},
		},
	];
}

function endBefore(state: State, ascending: Message[], lastMessageId: string | undefined): number {
	if (lastMessageId === undefined) return ascending.length;
	const last = state.messages.get(lastMessageId);
	if (!last) throw refuse(400, `Message with id ${lastMessageId} not found`);
	return firstIndex(
		ascending,
		(m) => m.dateAdded > last.dateAdded || (m.dateAdded === last.dateAdded && m.seq >= last.seq),
	);
}

function exportedMessages(state: State, filter: Export) {
	const valueOf = (message: Message): number =>
		filter.sortBy === 'updatedAt' ? message.dateUpdated : message.dateAdded;
	const isInside = dateTest(filter, state.exportDates);
	const channel = filter.channel === undefined ? undefined : EXPORT_CHANNELS[filter.channel];
	const { locationId, conversationId, contactId } = filter;
	const ascending = state.messageViews.get(
		JSON.stringify(['export', { ...filter, sortOrder: undefined }, state.exportDates]),
		(message) =>
			message.locationId === locationId &&
			(conversationId === undefined || message.conversationId === conversationId) &&
			(contactId === undefined || message.contactId === contactId) &&
			(channel ? channel.includes(message.messageType) : !isEmail(message.messageType)) &&
			isInside(message.dateAdded),
		valueOf,
	);
	return { valueOf, ascending };
}

function dateTest({ startDate, endDate }: Export, edges: State['exportDates']) {
	const start = startDate === undefined ? -Infinity : dateOf('startDate', startDate);
	const end = endDate === undefined ? Infinity : dateOf('endDate', endDate);
	return (ms: number): boolean =>
		(edges === 'exclusive' ? ms > start : ms >= start) &&
		(edges === 'inclusive' ? ms <= end : ms < end);
}

function dateOf(name: string, text: string): number {
	const ms = Date.parse(text);
	if (Number.isNaN(ms)) throw refuseFields([`${name} must be a valid ISO 8601 date string`]);
	return ms;
}

interface Position {
	value: number;
	seq: number;
}

function pageBounds(
	ascending: Message[],
	valueOf: (message: Message) => number,
	order: string,
	after: Position | undefined,
	limit: number,
): { from: number; to: number; more: boolean } {
	const isBeyond = (m: Message, at: Position) =>
		valueOf(m) > at.value || (valueOf(m) === at.value && m.seq > at.seq);
	if (order === 'asc') {
		const from = after ? firstIndex(ascending, (m) => isBeyond(m, after)) : 0;
		return { from, to: from + limit, more: from + limit < ascending.length };
	}
	const to = after
		? firstIndex(ascending, (m) => isBeyond(m, after) || m.seq === after.seq)
		: ascending.length;
	const from = Math.max(0, to - limit);
	return { from, to, more: from > 0 };
}

function writeCursor(last: Message, value: number): string {
	const cursor = { pitId: Date.now().toString(36), lastSort: [value, last.seq], lastId: last.id };
	return Buffer.from(JSON.stringify(cursor)).toString('base64');
}

function readCursor(cursor: string, ttlMs: number): Position {
	const text = Buffer.from(cursor, 'base64').toString('utf8');
	const found = /^\{"pitId":"(\w+)","lastSort":\[(\d+),(\d+)\],"lastId":"\w+"\}$/.exec(text);
	if (!found) throw refuse(400, 'Invalid cursor');
	if (Date.now() - Number.parseInt(found[1], 36) > ttlMs) throw refuse(400, 'Cursor has expired');
	return { value: Number(found[2]), seq: Number(found[3]) };
}

import type { IDataObject } from 'n8n-workflow';
import { EMAIL_WRAPPER, emailPaths, MESSAGE_FIELDS } from '../shared/fields/message';
import { ApiFailure, messageCursor, picked, unwrapped } from '../shared/request';
import type { TriggerEvent } from './events';
import { readList } from './source';
import type { Source } from './source';

/** A record that HighLevel no longer has must not keep the rest from being handed on. */
const GONE = [400, 404, 422];
/** Records that are completed at a time. */
const PORTION = 10;

async function unlessGone<T>(
	source: Source,
	what: string,
	read: Promise<T>,
): Promise<T | undefined> {
	return await read.catch((error: unknown) => {
		const { kind, status = 0 } = error instanceof ApiFailure ? error.facts : { kind: undefined };
		if (kind !== 'refused' || !GONE.includes(status)) throw error;
		source.warn(`${what} could not be read (status ${status}) and is left out`);
		return undefined;
	});
}

async function emailsOf(source: Source, record: IDataObject): Promise<IDataObject[]> {
	const replies = emailPaths(record).map(async (path) => {
		const reply = await unlessGone(source, 'The body of an email', source.get(path, {}));
		return reply && unwrapped(reply.body, EMAIL_WRAPPER);
	});
	return (await Promise.all(replies)).filter((email) => email !== undefined);
}

/** The last messages of a conversation, oldest first, as a chat model reads them. */
async function lastMessages(source: Source, id: unknown, wanted: number, simplify: boolean) {
	const messages: IDataObject[] = [];
	const path = `/conversations/${encodeURIComponent(String(id))}/messages`;
	const request = { path, cursor: messageCursor, query: {}, wanted };
	const reading = readList(source, request, (records) => {
		for (const record of records)
			messages.unshift(simplify ? picked(record, MESSAGE_FIELDS) : record);
	});
	await unlessGone(source, `Conversation ${String(id)}`, reading);
	return messages;
}

/**
 * Makes items of records: simplified, and with what the node's options add to them.
 * Throws an `ApiFailure`, after which no item must be handed on.
 */
export async function withExtras(
	source: Source,
	event: TriggerEvent,
	records: IDataObject[],
): Promise<IDataObject[]> {
	const simplify = source.parameter('simplify') !== false;
	const bodies = source.parameter('options.includeEmailBodies') === true;
	const wanted = source.count('options.lastMessages', 'Include Last Messages', 0, 0);
	const histories = new Map<unknown, Promise<IDataObject[]>>();
	const historyOf = async (id: unknown) => {
		const known = histories.get(id) ?? lastMessages(source, id, wanted, simplify);
		histories.set(id, known);
		return await known;
	};
	const itemOf = async (record: IDataObject) => {
		const json = simplify ? picked(record, event.simplify) : { ...record };
		if (bodies && emailPaths(record).length > 0) json.emails = await emailsOf(source, record);
		if (wanted > 0) json.lastMessages = await historyOf(record[event.conversationKey]);
		return json;
	};
	const items: IDataObject[] = [];
	// In portions, so that little is still under way once one fails.
	for (let start = 0; start < records.length; start += PORTION) {
		items.push(...(await Promise.all(records.slice(start, start + PORTION).map(itemOf))));
	}
	return items;
}

import type { IDataObject } from 'n8n-workflow';
import { EMAIL_WRAPPER, emailPaths, MESSAGE_FIELDS } from '../../shared/fields/message';
import { messageCursor, pickFields, unwrapRecord } from '../../shared/request';
import { threadPath } from '../../shared/thread';
import type { TriggerEvent } from './event';
import { NotYet, unlessUnreadable } from './retryRecord';
import { readList } from './pollContext';
import type { Source } from './pollContext';

/** Records that are completed at a time. */
const PORTION = 10;

/** What belongs to a record, and why some of it may be missing. */
interface Found {
	records: IDataObject[];
	hints: string[];
}

async function emailsOf(source: Source, record: IDataObject): Promise<Found> {
	const hints: string[] = [];
	const replies = emailPaths(record).map(async (path) => {
		const what = { path, name: 'The body of an email' };
		const read = async () => await source.get(path, {});
		const reply = await unlessUnreadable(source, what, read, hints);
		return reply && unwrapRecord(reply.body, EMAIL_WRAPPER);
	});
	const records = (await Promise.all(replies)).filter((email) => email !== undefined);
	return { records, hints };
}

/** The last messages of a conversation, oldest first, as a chat model reads them. */
async function lastMessages(
	source: Source,
	id: unknown,
	wanted: number,
	simplify: boolean,
): Promise<Found> {
	const hints: string[] = [];
	const path = threadPath(String(id));
	const request = { path, cursor: messageCursor, query: {}, wanted };
	const read = async () => {
		const messages: IDataObject[] = [];
		await readList(source, request, (records) => {
			for (const record of records)
				messages.unshift(simplify ? pickFields(record, MESSAGE_FIELDS) : record);
		});
		return messages;
	};
	const what = { path, name: 'The last messages' };
	return { records: (await unlessUnreadable(source, what, read, hints)) ?? [], hints };
}

/**
 * Makes items of records: simplified, and with what the node's options add to them, or a `hint` that says why it is missing.
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
	const histories = new Map<unknown, Promise<Found>>();
	const historyOf = async (id: unknown) => {
		const known = histories.get(id) ?? lastMessages(source, id, wanted, simplify);
		histories.set(id, known);
		return await known;
	};
	const itemOf = async (record: IDataObject) => {
		const json = simplify && event.simplify ? pickFields(record, event.simplify) : { ...record };
		const hints: string[] = [];
		const add = (name: string, found: Found) => {
			json[name] = found.records;
			hints.push(...found.hints);
		};
		if (bodies && emailPaths(record).length > 0) add('emails', await emailsOf(source, record));
		if (wanted > 0) add('lastMessages', await historyOf(record[event.conversationKey]));
		return hints.length === 0 ? json : { ...json, hint: [...new Set(hints)].join(' ') };
	};
	// All of them are tried before the next poll tries again, so that many that cannot be read take no longer than one.
	let notYet: NotYet | undefined;
	const tried = async (record: IDataObject) =>
		await itemOf(record).catch((error: unknown) => {
			if (!(error instanceof NotYet)) throw error;
			notYet = error;
			return {};
		});
	const items: IDataObject[] = [];
	// In portions, so that little is still under way once one fails.
	for (let start = 0; start < records.length; start += PORTION) {
		items.push(...(await Promise.all(records.slice(start, start + PORTION).map(tried))));
	}
	if (notYet) throw notYet;
	return items;
}

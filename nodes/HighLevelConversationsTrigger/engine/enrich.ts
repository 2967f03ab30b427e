import type { IDataObject } from 'n8n-workflow';
import { EMAIL_KEY, emailPaths, MESSAGE_FIELDS } from '../../shared/fields/message';
import { maxSizeInBytes } from '../../shared/fields/downloadAttachments';
import { messageCursor, pickFields, unwrapRecord } from '../../shared/request';
import { downloadMessageFiles, threadPath } from '../../shared/thread';
import type { ListEvent } from './event';
import { PollTimeout, readList } from './pollContext';
import type { PollContext } from './pollContext';
import { isRecordFailure, readRecordPart } from './retry';
import type { TimedRecord } from './watermark';

/** Number of records that are completed at the same time. */
const BATCH_SIZE = 10;

/** Parts of a record, e.g. its emails, and hints for those that are missing. */
interface PartRecords {
	records: IDataObject[];
	hints: string[];
}

/** The node's options that add something to items. */
export interface EnrichOptions {
	simplify: boolean;
	emailBodies: boolean;
	/** Number of the conversation's last messages to add; 0 for none. */
	lastMessages: number;
	/** Whether to download the attachments of messages. */
	files: boolean;
	/** Maximum size of an attachment, bytes. */
	maxBytes: number;
}

/** Reads the options. Throws a `ParameterError`. */
export const enrichOptionsOf = (poll: PollContext): EnrichOptions => ({
	simplify: poll.boolean('simplify', 'Simplify', true),
	emailBodies: poll.boolean('options.includeEmailBodies', 'Include Email Bodies', false),
	lastMessages: poll.integer('options.lastMessages', 'Include Last Messages', 0, 0),
	files: poll.boolean('options.downloadAttachments', 'Download Attachments', false),
	maxBytes: maxSizeInBytes(poll.parameter('options.maxSize')),
});

/** A record and the item made from it. */
export interface CompletedRecord {
	source: TimedRecord;
	item: IDataObject;
}

/** The results for several records, each list in the order of the records. */
export interface Enriched {
	completed: CompletedRecord[];
	/** Records of which a part could not be read. */
	failed: TimedRecord[];
	/** Records for which the poll had no time. */
	remaining: TimedRecord[];
}

/** Reads the bodies of the emails of a message. */
async function readEmails(
	poll: PollContext,
	record: IDataObject,
	isLast: boolean,
): Promise<PartRecords> {
	const hints: string[] = [];
	const reads = emailPaths(record).map(async (path) => {
		const part = { name: 'The body of an email', read: async () => await poll.get(path, {}) };
		const response = await readRecordPart(poll, part, hints, isLast);
		return response && unwrapRecord(response.body, EMAIL_KEY);
	});
	const records = (await Promise.all(reads)).filter((email) => email !== undefined);
	return { records, hints };
}

/** Returns a function that reads the last messages of a conversation, oldest first. Each conversation is read only once. */
function lastMessagesReader(poll: PollContext, { lastMessages, simplify }: EnrichOptions) {
	const reads = new Map<unknown, Promise<IDataObject[]>>();
	const read = async (id: unknown): Promise<IDataObject[]> => {
		const request = { path: threadPath(String(id)), cursor: messageCursor, query: {} };
		const messages: IDataObject[] = [];
		const isWhole = await readList(poll, { ...request, limit: lastMessages }, (records) => {
			for (const record of records)
				messages.unshift(simplify ? pickFields(record, MESSAGE_FIELDS) : record);
		});
		if (!isWhole && poll.timeIsUp()) throw new PollTimeout();
		return messages;
	};
	return async (id: unknown, isLast: boolean): Promise<PartRecords> => {
		const messages = reads.get(id) ?? read(id);
		reads.set(id, messages);
		const hints: string[] = [];
		const part = { name: 'The last messages', read: async () => await messages };
		return { records: (await readRecordPart(poll, part, hints, isLast)) ?? [], hints };
	};
}

/**
 * Downloads the attachments of a message and adds them to its item. Returns hints for attachments that are missing. If the time of
 * the poll is over, the first item (`isFirst`) is emitted without the rest, so that every poll makes progress; for any other item
 * a `PollTimeout` is thrown.
 */
async function addFiles(
	poll: PollContext,
	item: IDataObject,
	record: IDataObject,
	{ maxBytes }: EnrichOptions,
	isFirst: boolean,
): Promise<string[]> {
	const { emails = record.emails } = item;
	const message = emails === undefined ? record : { ...record, emails };
	const { binary, hints, count } = await downloadMessageFiles(
		poll,
		message,
		async (address) => await poll.download(address, maxBytes),
		(error) => error instanceof PollTimeout && !isFirst,
	);
	if (count > 0) poll.files.set(item, binary);
	return hints;
}

/**
 * Makes an item of each record: simplified, with what the node's options add, and with a `hint` if something could not be read.
 * Works in the order of the records until the time of the poll is over. `isLast` tells whether a record is emitted even if a part
 * of it cannot be read. Throws an `ApiError` that concerns all records.
 */
export async function enrich(
	poll: PollContext,
	event: Partial<Pick<ListEvent, 'simplify' | 'contactOf'>> & Pick<ListEvent, 'conversationKey'>,
	records: readonly TimedRecord[],
	isLast: (id: string) => boolean = () => false,
): Promise<Enriched> {
	const options = enrichOptionsOf(poll);
	const lastMessagesOf = lastMessagesReader(poll, options);
	const itemOf = async ({ id, record }: TimedRecord, isFirst: boolean): Promise<IDataObject> => {
		const { simplify } = event;
		const json = options.simplify && simplify ? pickFields(record, simplify) : { ...record };
		if (event.contactOf) json.contact = event.contactOf(record);
		const hints: string[] = [];
		const add = (name: string, parts: PartRecords) => {
			json[name] = parts.records;
			hints.push(...parts.hints);
		};
		if (options.emailBodies && emailPaths(record).length > 0)
			add('emails', await readEmails(poll, record, isLast(id)));
		if (options.lastMessages > 0)
			add('lastMessages', await lastMessagesOf(record[event.conversationKey], isLast(id)));
		if (options.files) hints.push(...(await addFiles(poll, json, record, options, isFirst)));
		if (hints.length > 0) json.hint = [...new Set([json.hint, ...hints])].filter(Boolean).join(' ');
		return json;
	};
	const needsRequests = options.emailBodies || options.lastMessages > 0 || options.files;
	const completed: CompletedRecord[] = [];
	const failed: TimedRecord[] = [];
	const remaining: TimedRecord[] = [];
	const complete = async (source: TimedRecord) =>
		await itemOf(source, source === records[0]).catch((error: unknown) => {
			if (isRecordFailure(error)) return 'failed' as const;
			if (error instanceof PollTimeout) return 'remaining' as const;
			throw error;
		});
	for (let start = 0; start < records.length; start += BATCH_SIZE) {
		const batch = records.slice(start, start + BATCH_SIZE);
		// The first batch is always tried, so that every poll makes progress, even if reading the lists took long.
		const skipsBatch = remaining.length > 0 || (needsRequests && start > 0 && poll.timeIsUp());
		const outcomes = skipsBatch
			? batch.map(() => 'remaining' as const)
			: await Promise.all(batch.map(complete));
		batch.forEach((source, index) => {
			const outcome = outcomes[index];
			if (outcome === 'remaining') remaining.push(source);
			else if (outcome === 'failed') failed.push(source);
			else completed.push({ source, item: outcome });
		});
	}
	return { completed, failed, remaining };
}

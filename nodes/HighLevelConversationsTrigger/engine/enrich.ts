import type { IDataObject } from 'n8n-workflow';
import { EMAIL_WRAPPER, emailPaths, MESSAGE_FIELDS } from '../../shared/fields/message';
import { maxBytesOf } from '../../shared/fields/downloadAttachments';
import { messageCursor, pickFields, unwrapRecord } from '../../shared/request';
import { downloadFiles, threadPath } from '../../shared/thread';
import type { ListEvent } from './event';
import { PollTimeout, readList } from './pollContext';
import type { PollContext } from './pollContext';
import { isRecordFailure, readRecordPart } from './retry';
import type { TimedRecord } from './watermark';

/** Records that are completed at a time. */
const BATCH_SIZE = 10;

/** Records and why some of them are missing. */
interface PartRecords {
	records: IDataObject[];
	hints: string[];
}

/** What the node's options add to items. */
export interface EnrichOptions {
	simplify: boolean;
	emailBodies: boolean;
	/** Number of last messages to add; 0 for none. */
	lastMessages: number;
	/** Whether to add the files of messages, and how many bytes of each at most. */
	files: boolean;
	maxBytes: number;
}

/** The options as they are set. Throws a `ParameterError`. */
export const enrichOptionsOf = (poll: PollContext): EnrichOptions => ({
	simplify: poll.boolean('simplify', 'Simplify', true),
	emailBodies: poll.boolean('options.includeEmailBodies', 'Include Email Bodies', false),
	lastMessages: poll.integer('options.lastMessages', 'Include Last Messages', 0, 0),
	files: poll.boolean('options.downloadAttachments', 'Download Attachments', false),
	maxBytes: maxBytesOf(poll.parameter('options.maxSize')),
});

/** A record that is ready to be handed on. */
export interface CompletedRecord {
	source: TimedRecord;
	item: IDataObject;
}

/** What became of records, in their order. */
export interface Enriched {
	completed: CompletedRecord[];
	/** Records of which something could not be read. */
	failed: TimedRecord[];
	/** Records that the poll had no time for. */
	remaining: TimedRecord[];
}

async function readEmails(
	poll: PollContext,
	record: IDataObject,
	isLast: boolean,
): Promise<PartRecords> {
	const hints: string[] = [];
	const replies = emailPaths(record).map(async (path) => {
		const part = { name: 'The body of an email', read: async () => await poll.get(path, {}) };
		const reply = await readRecordPart(poll, part, hints, isLast);
		return reply && unwrapRecord(reply.body, EMAIL_WRAPPER);
	});
	const records = (await Promise.all(replies)).filter((email) => email !== undefined);
	return { records, hints };
}

/** Reads the last messages of conversations, oldest first, each conversation once. */
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
		const known = reads.get(id) ?? read(id);
		reads.set(id, known);
		const hints: string[] = [];
		const part = { name: 'The last messages', read: async () => await known };
		return { records: (await readRecordPart(poll, part, hints, isLast)) ?? [], hints };
	};
}

/**
 * Downloads the files of an item's messages. Those for which the poll has no time are left out if `isFirst`, so that the first
 * item of a poll is handed on in any case. Throws `OutOfTime` otherwise. Returns why files are missing.
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
	const { binary, hints, count } = await downloadFiles(
		poll,
		message,
		async (address) => await poll.download(address, maxBytes),
		(error) => error instanceof PollTimeout && !isFirst,
	);
	if (count > 0) poll.files.set(item, binary);
	return hints;
}

/**
 * Makes items of records: simplified, and with what the node's options add, or a `hint` why it is missing. Takes them in
 * order until the time of the poll is over. `isLast` tells whether a record is handed on even if something of it cannot
 * be read. Throws an `ApiError` that concerns all records.
 */
export async function enrich(
	poll: PollContext,
	event: Partial<Pick<ListEvent, 'simplify' | 'contactOf'>> & Pick<ListEvent, 'conversationKey'>,
	records: readonly TimedRecord[],
	isLast: (id: string) => boolean = () => false,
): Promise<Enriched> {
	const extras = enrichOptionsOf(poll);
	const historyOf = lastMessagesReader(poll, extras);
	const itemOf = async ({ id, record }: TimedRecord, isFirst: boolean): Promise<IDataObject> => {
		const { simplify } = event;
		const json = extras.simplify && simplify ? pickFields(record, simplify) : { ...record };
		if (event.contactOf) json.contact = event.contactOf(record);
		const hints: string[] = [];
		const add = (name: string, found: PartRecords) => {
			json[name] = found.records;
			hints.push(...found.hints);
		};
		if (extras.emailBodies && emailPaths(record).length > 0)
			add('emails', await readEmails(poll, record, isLast(id)));
		if (extras.lastMessages > 0)
			add('lastMessages', await historyOf(record[event.conversationKey], isLast(id)));
		if (extras.files) hints.push(...(await addFiles(poll, json, record, extras, isFirst)));
		if (hints.length > 0) json.hint = [...new Set([json.hint, ...hints])].filter(Boolean).join(' ');
		return json;
	};
	const needsRequests = extras.emailBodies || extras.lastMessages > 0 || extras.files;
	const completed: CompletedRecord[] = [];
	const failed: TimedRecord[] = [];
	const left: TimedRecord[] = [];
	const complete = async (dated: TimedRecord) =>
		await itemOf(dated, dated === records[0]).catch((error: unknown) => {
			if (isRecordFailure(error)) return 'failed' as const;
			if (error instanceof PollTimeout) return 'left' as const;
			throw error;
		});
	for (let start = 0; start < records.length; start += BATCH_SIZE) {
		const batch = records.slice(start, start + BATCH_SIZE);
		// The first batch is always tried, so that a poll whose lists took long still gets somewhere.
		const isOver = left.length > 0 || (needsRequests && start > 0 && poll.timeIsUp());
		const outcomes = isOver
			? batch.map(() => 'left' as const)
			: await Promise.all(batch.map(complete));
		batch.forEach((dated, index) => {
			const outcome = outcomes[index];
			if (outcome === 'left') left.push(dated);
			else if (outcome === 'failed') failed.push(dated);
			else completed.push({ source: dated, item: outcome });
		});
	}
	return { completed, failed, remaining: left };
}

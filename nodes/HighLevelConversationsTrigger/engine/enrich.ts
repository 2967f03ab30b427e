import type { IDataObject } from 'n8n-workflow';
import { EMAIL_WRAPPER, emailPaths, MESSAGE_FIELDS } from '../../shared/fields/message';
import { maxBytesOf } from '../../shared/fields/downloadAttachments';
import { messageCursor, pickFields, unwrapRecord } from '../../shared/request';
import { downloadFiles, threadPath } from '../../shared/thread';
import type { ListEvent } from './event';
import { OutOfTime, readList } from './pollContext';
import type { PollContext } from './pollContext';
import { isRecordFailure, readPart } from './retry';
import type { Dated } from './watermark';

/** Records that are completed at a time. */
const BATCH_SIZE = 10;

/** Records and why some of them are missing. */
interface Found {
	records: IDataObject[];
	hints: string[];
}

/** What the node's options add to items. */
export interface Extras {
	simplify: boolean;
	emailBodies: boolean;
	/** Number of last messages to add; 0 for none. */
	lastMessages: number;
	/** Whether to add the files of messages, and how many bytes of each at most. */
	files: boolean;
	maxBytes: number;
}

/** The options as they are set. Throws a `ParameterError`. */
export const extrasOf = (poll: PollContext): Extras => ({
	simplify: poll.toggle('simplify', 'Simplify', true),
	emailBodies: poll.toggle('options.includeEmailBodies', 'Include Email Bodies', false),
	lastMessages: poll.count('options.lastMessages', 'Include Last Messages', 0, 0),
	files: poll.toggle('options.downloadAttachments', 'Download Attachments', false),
	maxBytes: maxBytesOf(poll.parameter('options.maxSize')),
});

/** A record that is ready to be handed on. */
export interface Completed {
	dated: Dated;
	item: IDataObject;
}

/** What became of records, in their order. */
export interface Enriched {
	completed: Completed[];
	/** Records of which something could not be read. */
	failed: Dated[];
	/** Records that the poll had no time for. */
	left: Dated[];
}

async function emailsOf(poll: PollContext, record: IDataObject, isLast: boolean): Promise<Found> {
	const hints: string[] = [];
	const replies = emailPaths(record).map(async (path) => {
		const part = { name: 'The body of an email', read: async () => await poll.get(path, {}) };
		const reply = await readPart(poll, part, hints, isLast);
		return reply && unwrapRecord(reply.body, EMAIL_WRAPPER);
	});
	const records = (await Promise.all(replies)).filter((email) => email !== undefined);
	return { records, hints };
}

/** Reads the last messages of conversations, oldest first, each conversation once. */
function historyReader(poll: PollContext, { lastMessages, simplify }: Extras) {
	const reads = new Map<unknown, Promise<IDataObject[]>>();
	const read = async (id: unknown): Promise<IDataObject[]> => {
		const request = { path: threadPath(String(id)), cursor: messageCursor, query: {} };
		const messages: IDataObject[] = [];
		const isWhole = await readList(poll, { ...request, wanted: lastMessages }, (records) => {
			for (const record of records)
				messages.unshift(simplify ? pickFields(record, MESSAGE_FIELDS) : record);
		});
		if (!isWhole && poll.isLate()) throw new OutOfTime();
		return messages;
	};
	return async (id: unknown, isLast: boolean): Promise<Found> => {
		const known = reads.get(id) ?? read(id);
		reads.set(id, known);
		const hints: string[] = [];
		const part = { name: 'The last messages', read: async () => await known };
		return { records: (await readPart(poll, part, hints, isLast)) ?? [], hints };
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
	{ maxBytes }: Extras,
	isFirst: boolean,
): Promise<string[]> {
	const { emails = record.emails } = item;
	const message = emails === undefined ? record : { ...record, emails };
	const { binary, hints, count } = await downloadFiles(
		poll,
		message,
		async (address) => await poll.download(address, maxBytes),
		(error) => error instanceof OutOfTime && !isFirst,
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
	records: readonly Dated[],
	isLast: (id: string) => boolean = () => false,
): Promise<Enriched> {
	const extras = extrasOf(poll);
	const historyOf = historyReader(poll, extras);
	const itemOf = async ({ id, record }: Dated, isFirst: boolean): Promise<IDataObject> => {
		const { simplify } = event;
		const json = extras.simplify && simplify ? pickFields(record, simplify) : { ...record };
		if (event.contactOf) json.contact = event.contactOf(record);
		const hints: string[] = [];
		const add = (name: string, found: Found) => {
			json[name] = found.records;
			hints.push(...found.hints);
		};
		if (extras.emailBodies && emailPaths(record).length > 0)
			add('emails', await emailsOf(poll, record, isLast(id)));
		if (extras.lastMessages > 0)
			add('lastMessages', await historyOf(record[event.conversationKey], isLast(id)));
		if (extras.files) hints.push(...(await addFiles(poll, json, record, extras, isFirst)));
		if (hints.length > 0) json.hint = [...new Set([json.hint, ...hints])].filter(Boolean).join(' ');
		return json;
	};
	const needsRequests = extras.emailBodies || extras.lastMessages > 0 || extras.files;
	const completed: Completed[] = [];
	const failed: Dated[] = [];
	const left: Dated[] = [];
	const complete = async (dated: Dated) =>
		await itemOf(dated, dated === records[0]).catch((error: unknown) => {
			if (isRecordFailure(error)) return 'failed' as const;
			if (error instanceof OutOfTime) return 'left' as const;
			throw error;
		});
	for (let start = 0; start < records.length; start += BATCH_SIZE) {
		const batch = records.slice(start, start + BATCH_SIZE);
		// The first batch is always tried, so that a poll whose lists took long still gets somewhere.
		const isOver = left.length > 0 || (needsRequests && start > 0 && poll.isLate());
		const outcomes = isOver
			? batch.map(() => 'left' as const)
			: await Promise.all(batch.map(complete));
		batch.forEach((dated, index) => {
			const outcome = outcomes[index];
			if (outcome === 'left') left.push(dated);
			else if (outcome === 'failed') failed.push(dated);
			else completed.push({ dated, item: outcome });
		});
	}
	return { completed, failed, left };
}

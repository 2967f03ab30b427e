import type { IDataObject } from 'n8n-workflow';
import { EMAIL_WRAPPER, emailPaths } from '../../../../../shared/fields/message';
import {
	ApiError,
	exportCursor,
	isNotFound,
	unwrapRecord,
	paginate,
} from '../../../../../shared/request';
import type { ItemContext } from '../../../../../shared/request';
import { channelOf, nameOf, typeOf, normalizedText } from './messageKey';
import type { MessageKey } from './messageKey';
import { HOUR_MS } from '../../../../../shared/time';

const EXPORT = '/conversations/messages/export';
const STEP = 'reading what was sent before';
const SCOPE = 'conversations/message.readonly';

/** A message that HighLevel has recorded as sent. */
export interface SentMessage extends IDataObject {
	messageId: string;
	conversationId: string;
	/** ISO 8601. */
	sentAt: string;
}

/** What a location has sent: texts by `nameOf`, and each contact's emails, the newest first. */
interface Records {
	texts: Map<string, SentMessage>;
	emails: Map<string, Array<{ type?: string; path: string; recorded: SentMessage }>>;
}

const wentOut = ({ direction, status }: IDataObject): boolean =>
	direction === 'outbound' && status !== 'failed';

async function read(job: ItemContext, locationId: string, hours: number): Promise<Records> {
	const texts: Records['texts'] = new Map();
	const emails: Records['emails'] = new Map();
	const list = {
		request: async ({ query }: { query: IDataObject }) =>
			await job.get({ step: STEP, path: EXPORT, query, scope: SCOPE }),
		// A list that may lack something is none to rely on.
		warn(text: string): never {
			throw new ApiError({ kind: 'unreadable', text, step: STEP, harmless: true });
		},
	};
	const query = {
		locationId,
		channel: channelOf(job),
		startDate: new Date(Date.now() - hours * HOUR_MS).toISOString(),
		// What is sent meanwhile comes at the end, and moves nothing.
		sortOrder: 'asc',
	};
	for await (const { records } of paginate(list, exportCursor, Number.POSITIVE_INFINITY, query)) {
		for (const record of records.filter(wentOut)) {
			const { id, conversationId, dateAdded, contactId } = record;
			const type = typeOf(record);
			const recorded = {
				messageId: String(id),
				conversationId: String(conversationId),
				sentAt: String(dateAdded),
			};
			const paths = emailPaths(record);
			if (paths.length === 0)
				texts.set(nameOf(contactId, type, normalizedText(record.body)), recorded);
			for (const path of paths) {
				const known = emails.get(String(contactId)) ?? [];
				emails.set(String(contactId), [{ type, path, recorded }, ...known]);
			}
		}
	}
	return { texts, emails };
}

/** The subject of an email; undefined where it did not go out, or is not there any more. */
async function subjectAt(job: ItemContext, path: string): Promise<string | undefined> {
	const reply = await job
		.get({ step: STEP, path, query: {}, scope: SCOPE })
		.catch((error: unknown) => {
			if (isNotFound(error)) return undefined;
			throw error;
		});
	if (!reply) return undefined;
	const email = unwrapRecord(reply.body, EMAIL_WRAPPER);
	return wentOut(email) ? normalizedText(email.subject) : undefined;
}

/**
 * The message of the last `hours` that a job would send again; undefined where there is none. Reads what the location
 * has sent, once a run and channel. Lists leave an email's subject out: each email to this contact is read, once a run.
 * Throws an `ApiFailure` that names the step.
 */
export async function sentMessages(
	job: ItemContext,
	{ contactId, types, wording }: MessageKey,
	hours: number,
): Promise<SentMessage | undefined> {
	const locationId = job.location();
	const key = JSON.stringify(['sent', locationId, channelOf(job), hours]);
	const { texts, emails } = await job.memoize(key, async () => await read(job, locationId, hours));
	for (const type of types) {
		const found = texts.get(nameOf(contactId, type, wording));
		if (found) return found;
	}
	for (const { type, path, recorded } of emails.get(contactId) ?? []) {
		if (type === undefined || !types.includes(type)) continue;
		const subject = await job.memoize(path, async () => await subjectAt(job, path));
		if (subject === wording) return recorded;
	}
	return undefined;
}

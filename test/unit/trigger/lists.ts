import type { IDataObject } from 'n8n-workflow';

import { ApiError } from '../../../nodes/shared/request';
import type { PollContext } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';
import { pollWith } from './pollContext';

/** HighLevel's records, as they are at each request. */
export interface Stored {
	conversations?: IDataObject[];
	/** Messages by the ID of their conversation, newest first. */
	threads?: Record<string, IDataObject[]>;
	/** Answers other paths. */
	other?: (path: string, query: IDataObject) => unknown;
	/** Called before each request; throws to let it fail. */
	before?: (path: string, query: IDataObject) => void;
}

export const refused = (status: number, text = 'No') =>
	new ApiError({ kind: 'status', status, text });

const dateOf = ({ lastMessageDate }: IDataObject) => Number(lastMessageDate);

function search(all: IDataObject[], query: IDataObject): IDataObject {
	const { id, contactId, status, sort, startAfterDate, startDate, limit } = query;
	const isAscending = sort === 'asc';
	const found = all
		.filter((each) => id === undefined || each.id === id)
		.filter((each) => contactId === undefined || each.contactId === contactId)
		.filter((each) => status !== 'unread' || Number(each.unreadCount ?? 1) > 0)
		.filter((each) => startDate === undefined || dateOf(each) > Number(startDate))
		.sort((a, b) => (isAscending ? dateOf(a) - dateOf(b) : dateOf(b) - dateOf(a)));
	const isAfter = (each: IDataObject) =>
		startAfterDate === undefined ||
		(isAscending ? dateOf(each) > Number(startAfterDate) : dateOf(each) < Number(startAfterDate));
	const conversations = found
		.filter(isAfter)
		.slice(0, Number(limit))
		.map((each) => ({ ...each, sort: [dateOf(each)] }));
	return { conversations, total: found.length };
}

/** A poll of these records, with its requests and warnings. */
export function pollOver(
	stored: Stored,
	given: { now?: number; requests?: number; parameters?: IDataObject; testing?: boolean } = {},
) {
	const { now = 0, requests = Infinity, parameters = {}, testing = false } = given;
	const asked: Array<{ path: string; query: IDataObject }> = [];
	const warnings: string[] = [];
	const answer = (path: string, query: IDataObject): unknown => {
		asked.push({ path, query });
		stored.before?.(path, query);
		if (path === '/conversations/search') return search(stored.conversations ?? [], query);
		const [, id] = /^\/conversations\/([^/]+)\/messages$/.exec(path) ?? [];
		const thread = id === undefined ? undefined : stored.threads?.[id];
		if (thread === undefined) {
			if (stored.other) return stored.other(path, query);
			throw refused(404, 'Conversation not found');
		}
		const start = 1 + thread.findIndex((each) => each.id === query.lastMessageId);
		const messages = thread.slice(start, start + Number(query.limit));
		const nextPage = start + messages.length < thread.length;
		return { messages: { messages, nextPage, lastMessageId: messages.at(-1)?.id } };
	};
	const poll: PollContext = {
		...pollWith(now, requests, answer, parameters),
		isEditorTest: testing,
		warn: (message) => warnings.push(message),
	};
	return { poll, asked, warnings };
}

/** A state after it was saved and read again. */
export const saved = <T extends object>(state: T): T => JSON.parse(JSON.stringify(state)) as T;

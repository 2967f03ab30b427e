import type { IDataObject } from 'n8n-workflow';
import { EMAIL_WRAPPER, emailPaths } from '../fields/message';
import { isNotFound, messageCursor, unwrapRecord, paginate } from '../request';
import type { ApiResponse } from '../request';

/** What reading a thread needs from its caller: a rate-limited GET, and a way to warn the user. */
export interface ThreadReader {
	get(path: string, query: IDataObject): Promise<ApiResponse>;
	warn(message: string): void;
}

/** Where a conversation's messages are listed. */
export const threadPath = (conversationId: string): string =>
	`/conversations/${encodeURIComponent(conversationId)}/messages`;

/**
 * Reads a thread, newest first, a hundred messages per request, until `enough` returns true for everything read so far.
 * `path` as `threadPath` makes it. Throws an `ApiError`.
 */
export async function readThread(
	reader: ThreadReader,
	path: string,
	enough: (newestFirst: readonly IDataObject[]) => boolean,
): Promise<IDataObject[]> {
	const messages: IDataObject[] = [];
	const list = {
		request: async ({ query }: { query: IDataObject }) => await reader.get(path, query),
		warn: (message: string) => reader.warn(message),
	};
	for await (const { records } of paginate(list, messageCursor, Infinity, {})) {
		messages.push(...records);
		if (enough(messages)) break;
	}
	return messages;
}

/** A message by its ID, which may not be listed yet. Throws an `ApiError`. */
export async function readMessage(reader: ThreadReader, id: string): Promise<IDataObject> {
	const { body } = await reader.get(`/conversations/messages/${encodeURIComponent(id)}`, {});
	return unwrapRecord(body, 'message');
}

/**
 * The messages with what lists leave out: the emails behind those that are emails, as `emails`, one request for each.
 * An email that does not exist is left out, with a warning. Throws an `ApiError`.
 */
export async function withEmails(
	reader: ThreadReader,
	messages: readonly IDataObject[],
): Promise<IDataObject[]> {
	const fetched = async (path: string) =>
		await reader.get(path, {}).then(
			({ body }) => unwrapRecord(body, EMAIL_WRAPPER),
			(error: unknown) => {
				if (!isNotFound(error)) throw error;
				reader.warn('Email body not found; skipped.');
				return undefined;
			},
		);
	return await Promise.all(
		messages.map(async (message) => {
			const paths = emailPaths(message);
			if (paths.length === 0) return message;
			const emails = await Promise.all(paths.map(fetched));
			return { ...message, emails: emails.filter((email) => email !== undefined) };
		}),
	);
}

import type { IDataObject } from 'n8n-workflow';
import { EMAIL_KEY, emailPaths } from '../fields/message';
import { isNotFound, messageCursor, unwrapRecord, paginate } from '../request';
import type { ApiResponse } from '../request';

/** The client with which a conversation is read: a rate-limited GET request, and a way to warn the user. */
export interface ThreadReader {
	get(path: string, query: IDataObject): Promise<ApiResponse>;
	warn(message: string): void;
}

/** The path of the list of a conversation's messages. */
export const threadPath = (conversationId: string): string =>
	`/conversations/${encodeURIComponent(conversationId)}/messages`;

/**
 * Reads a conversation's messages, newest first, 100 per request, until `hasEnough` returns true for all messages read so far.
 * `path` comes from `threadPath`. Throws an `ApiError`.
 */
export async function readThread(
	reader: ThreadReader,
	path: string,
	hasEnough: (newestFirst: readonly IDataObject[]) => boolean,
): Promise<IDataObject[]> {
	const messages: IDataObject[] = [];
	const list = {
		request: async ({ query }: { query: IDataObject }) => await reader.get(path, query),
		warn: (message: string) => reader.warn(message),
	};
	for await (const { records } of paginate(list, messageCursor, Infinity, {})) {
		messages.push(...records);
		if (hasEnough(messages)) break;
	}
	return messages;
}

/** Reads a message by its ID, even if HighLevel does not list it yet. Throws an `ApiError`. */
export async function readMessage(reader: ThreadReader, id: string): Promise<IDataObject> {
	const { body } = await reader.get(`/conversations/messages/${encodeURIComponent(id)}`, {});
	return unwrapRecord(body, 'message');
}

/**
 * Adds the emails to the messages that are emails, as `emails`, with one request per email: HighLevel's lists do not have their
 * bodies. An email that does not exist is left out with a warning. Throws an `ApiError`.
 */
export async function withEmails(
	reader: ThreadReader,
	messages: readonly IDataObject[],
): Promise<IDataObject[]> {
	const fetchEmail = async (path: string) =>
		await reader.get(path, {}).then(
			({ body }) => unwrapRecord(body, EMAIL_KEY),
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
			const emails = await Promise.all(paths.map(fetchEmail));
			return { ...message, emails: emails.filter((email) => email !== undefined) };
		}),
	);
}

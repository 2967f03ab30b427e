import type { IDataObject } from 'n8n-workflow';
import { ServerClock, ParameterError, isNotFound } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { readMessage } from '../../../shared/thread';
import type { ThreadReader } from '../../../shared/thread';
import { SECOND_MS } from '../../../shared/time';
import { conversationIdOf } from './conversationLookup';
import { numberInRange } from './itemOptions';

/** Maximum number of reads of a conversation while the contact keeps writing. */
const MAX_READS = 10;

/** Reads conversations, and keeps track of HighLevel's clock. */
export interface ItemThreadReader extends ThreadReader {
	/** The time by HighLevel's clock, in ms since 1970. */
	now(): number;
}

/** A reader that sends its requests as part of an item. Its `get` throws an `ApiError`. */
export function threadReaderOf(item: ItemContext): ItemThreadReader {
	const clock = new ServerClock();
	return {
		now: () => clock.now(),
		warn: (message) => item.warn(message),
		async get(path, query) {
			const response = await item.request({ path, query });
			clock.update(response.headers);
			return response;
		},
	};
}

/**
 * Reads the message with the ID that a field contains. Unlike a list, this also finds messages that were just created. `label` is the
 * field's name in quotes. Throws a `ParameterError` if the item's conversation has no such message, and an `ApiError`.
 */
export async function readMessageInField(
	item: ItemContext,
	reader: ItemThreadReader,
	id: string,
	label: string,
): Promise<IDataObject> {
	const notFound = new ParameterError(
		`${label} is not the ID of a message in this conversation: ${id.slice(0, 100)}`,
		'Use a message ID as returned by Get Many, by Send or by a webhook.',
	);
	const message = await readMessage(reader, id).catch((error: unknown) => {
		throw isNotFound(error) ? notFound : error;
	});
	if (message.conversationId !== conversationIdOf(item)) throw notFound;
	return message;
}

/** ID of the conversation, from its messages or, if there are none, from the item's path. */
export const conversationIdIn = (item: ItemContext, messages: readonly IDataObject[]): string =>
	String(messages.at(0)?.conversationId ?? conversationIdOf(item));

/** The value of 'Wait for Quiet' in ms. Throws a `ParameterError`. */
export const quietMsFrom = ({ waitForQuiet }: IDataObject): number =>
	(numberInRange(waitForQuiet, "'Wait for Quiet'", { max: 300, unit: 'seconds' }) ?? 0) * SECOND_MS;

/**
 * Reads again until the contact has been quiet for `quietMs`, at most `MAX_READS` times, and returns the last result. `quietAt` of a
 * result is the time (ms since 1970) until which to wait, undefined if there is nothing to wait for.
 */
export async function waitUntilQuiet<Result extends { quietAt?: number }>(
	item: ItemContext,
	reader: ItemThreadReader,
	quietMs: number,
	first: Result,
	read: () => Promise<Result>,
): Promise<Result> {
	let result = first;
	for (let reads = 1; reads < MAX_READS; reads++) {
		const { quietAt } = result;
		if (quietAt === undefined) return result;
		const waitMs = Math.min(quietMs, quietAt - reader.now());
		if (waitMs <= 0) return result;
		await item.sleep(waitMs);
		result = await read();
		if (result.quietAt === quietAt) return result;
	}
	return result;
}

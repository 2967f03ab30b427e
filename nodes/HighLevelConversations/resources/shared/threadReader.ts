import type { IDataObject } from 'n8n-workflow';
import { ServerClock, ParameterError, isNotFound } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { readMessage } from '../../../shared/thread';
import type { ThreadReader } from '../../../shared/thread';
import { SECOND_MS } from '../../../shared/time';
import { conversationIdOf } from './conversationLookup';
import { numberInRange } from './itemOptions';

/** How often a thread is read at most while the contact keeps writing. */
const MAX_READS = 10;

/** Reads threads for an item, and knows HighLevel's clock. */
export interface ThreadLookup extends ThreadReader {
	now(): number;
}

/** A reader that uses the item's requests. Its `get` throws an `ApiError`. */
export function threadReaderOf(item: ItemContext): ThreadLookup {
	const clock = new ServerClock();
	return {
		now: () => clock.now(),
		warn: (message) => item.warn(message),
		async get(path, query) {
			const reply = await item.request({ path, query });
			clock.update(reply.headers);
			return reply;
		},
	};
}

/**
 * The message whose ID a field has, whether the list shows it yet or not. `label` is the field's name in quotes.
 * Throws a `ParameterError` that names the field if the conversation has no such message, and an `ApiError`.
 */
export async function readMessageInField(
	item: ItemContext,
	reader: ThreadLookup,
	id: string,
	label: string,
): Promise<IDataObject> {
	const issue = new ParameterError(
		`${label} is not the ID of a message in this conversation: ${id.slice(0, 100)}`,
		'Use a message ID as returned by Get Many, by Send or by a webhook.',
	);
	const message = await readMessage(reader, id).catch((error: unknown) => {
		throw isNotFound(error) ? issue : error;
	});
	if (message.conversationId !== conversationIdOf(item)) throw issue;
	return message;
}

/** The conversation's ID, from its messages if there are any. */
export const conversationIdIn = (item: ItemContext, messages: readonly IDataObject[]): string =>
	String(messages.at(0)?.conversationId ?? conversationIdOf(item));

/** 'Wait for Quiet' in ms. Throws a `ParameterError`. */
export const quietMsFrom = ({ waitForQuiet }: IDataObject): number =>
	(numberInRange(waitForQuiet, "'Wait for Quiet'", { max: 300, unit: 'seconds' }) ?? 0) * SECOND_MS;

/**
 * Looks again until the contact has written nothing for `quietMs`, `MAX_LOOKS` times at most, and returns what the last look saw.
 * A look's `quietAt` is when (ms) the contact will have been quiet long enough, undefined if there is nothing to wait for.
 */
export async function waitUntilQuiet<Seen extends { quietAt?: number }>(
	item: ItemContext,
	reader: ThreadLookup,
	quietMs: number,
	first: Seen,
	look: () => Promise<Seen>,
): Promise<Seen> {
	let seen = first;
	for (let looks = 1; looks < MAX_READS; looks++) {
		const { quietAt } = seen;
		if (quietAt === undefined) return seen;
		const waitMs = Math.min(quietMs, quietAt - reader.now());
		if (waitMs <= 0) return seen;
		await item.sleep(waitMs);
		seen = await look();
		if (seen.quietAt === quietAt) return seen;
	}
	return seen;
}

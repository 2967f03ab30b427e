import type { IDataObject } from 'n8n-workflow';
import { parseChannels } from '../../../shared/channels';
import { monotonicNow, converters } from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import {
	idOf,
	threadIdsOf,
	messagesItem,
	timestampOf,
	readThread,
	readTurn,
	repliesSince,
	transcriptText,
	withEmails,
} from '../../../shared/thread';
import { itemOptions, numberInRange, parseOnce } from '../shared/itemOptions';
import { checkDownloadOptions, downloadAttachmentsOf } from '../shared/attachments';
import { resolveConversation } from '../shared/conversationLookup';
import {
	conversationIdIn,
	threadReaderOf,
	readMessageInField,
	quietMsFrom,
	waitUntilQuiet,
} from '../shared/threadReader';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time';

const MAX_WAIT_SECONDS = 600;
/** Pauses between two reads while waiting for a reply: each is longer than the one before by this factor. */
const INITIAL_PAUSE_MS = 2 * SECOND_MS;
const MAX_PAUSE_MS = MINUTE_MS;
const PAUSE_FACTOR = 1.5;

const AFTER_LABEL = "'After'";

/** A timestamp or a text that starts like a date. HighLevel's IDs have neither form. */
const DATE_OR_TIMESTAMP = /^(\d{1,13}(\.\d+)?|\d{4}-\d\d.*)$/;
const MESSAGE_ID = /^[\w-]+$/;

/** The fields of Get Replies. */
interface ReplyOptions {
	/** ID of a message, or a timestamp in ms since 1970. */
	after: string | number;
	channels: string[];
	quietMs: number;
	waitMs: number;
}

/** Parses 'After'. Throws a `ParameterError` unless it is the ID of a message or a date. */
function afterFrom(item: ItemContext): string | number {
	const field = { label: AFTER_LABEL, timezone: item.context.getTimezone() };
	const given = converters.required(item.parameter('after'), field);
	if (typeof given === 'string' && MESSAGE_ID.test(given) && !DATE_OR_TIMESTAMP.test(given))
		return given;
	return Number(converters.epochMs(given, field));
}

/** Parses the item's fields. Throws a `ParameterError` for an invalid one. */
const replyOptionsOf = parseOnce((item: ItemContext): ReplyOptions => {
	const options = itemOptions(item);
	const wait = numberInRange(options.waitUpTo, "'Wait Up To'", {
		max: MAX_WAIT_SECONDS,
		unit: 'seconds',
	});
	return {
		after: afterFrom(item),
		channels: parseChannels(options.channels),
		quietMs: quietMsFrom(options),
		waitMs: (wait ?? 0) * SECOND_MS,
	};
});

/** Checks the item's fields and finds its conversation. Throws a `ParameterError` or an `ApiError`. */
export async function checkReplies(item: ItemContext): Promise<void> {
	replyOptionsOf(item);
	checkDownloadOptions(item);
	await resolveConversation(item);
}

/**
 * Runs Get Replies. Returns one item, whether the contact has replied or not. Throws an `ApiError`, and a `ParameterError` if 'After'
 * is not a message of the conversation.
 */
export const repliesResponse: ResponseHandler = async (item) => {
	const { after, channels, quietMs, waitMs } = replyOptionsOf(item);
	const reader = threadReaderOf(item);
	let since = typeof after === 'number' ? after : undefined;

	/** Reads the conversation back to `since`, or the first page if `since` is not known yet. */
	const readMessages = async () =>
		await readThread(reader, item.path, (messages) => {
			const afterMessage = messages.find((each) => idOf(each) === after);
			if (afterMessage) since = timestampOf(afterMessage);
			return since === undefined || timestampOf(messages.at(-1) ?? {}) <= since;
		});
	const readReplies = async () => {
		let messages: IDataObject[] = await readMessages();
		if (since === undefined) {
			// Read the message by its ID, which takes one request instead of reading the whole conversation.
			since = timestampOf(await readMessageInField(item, reader, String(after), AFTER_LABEL));
			messages = await readMessages();
		}
		const replies = repliesSince(messages, since, channels);
		const last = replies.at(-1);
		return { messages, replies, quietAt: last && timestampOf(last) + quietMs };
	};

	const endsAt = monotonicNow() + waitMs;
	const waitForFirstReply = async () => {
		let result = await readReplies();
		for (let pauseMs = INITIAL_PAUSE_MS; result.replies.length === 0; pauseMs *= PAUSE_FACTOR) {
			const remainingMs = endsAt - monotonicNow();
			if (remainingMs <= 0) break;
			await item.sleep(Math.min(pauseMs, MAX_PAUSE_MS, remainingMs));
			result = await readReplies();
		}
		return result;
	};
	const first = await waitForFirstReply();
	const { messages, replies } = await waitUntilQuiet(item, reader, quietMs, first, readReplies);
	const ids = threadIdsOf(conversationIdIn(item, messages), messages);
	const turn = readTurn(messages, { now: reader.now() });
	const completeReplies = await withEmails(reader, replies);
	const output = messagesItem(
		ids,
		completeReplies,
		turn,
		transcriptText(completeReplies, channels),
	);
	// True if a person of the team wrote or called after the message and all replies.
	const { lastHumanAt } = turn;
	const settledAt = Math.max((since ?? 0) + 1, ...replies.map(timestampOf));
	const settledByPerson = lastHumanAt !== null && lastHumanAt >= settledAt;
	const json = { replied: replies.length > 0, settledByPerson, ...output };
	return await downloadAttachmentsOf(item, [{ json, pairedItem: { item: item.itemIndex } }]);
};

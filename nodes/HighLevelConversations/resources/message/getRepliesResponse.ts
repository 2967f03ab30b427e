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
import { SECOND_MS } from '../../../shared/time';

const MAX_WAIT_SECONDS = 600;
const INITIAL_PAUSE_MS = 2000;
const MAX_PAUSE_MS = 60_000;

const AFTER_LABEL = "'After'";

/** A number or a text that starts like a date. HighLevel's IDs are longer than such a number and do not start like a date. */
const DATE = /^(\d{1,13}(\.\d+)?|\d{4}-\d\d.*)$/;
const ID = /^[\w-]+$/;

interface ReplyOptions {
	/** A message's ID, or a moment in ms. */
	after: string | number;
	channels: string[];
	quietMs: number;
	waitMs: number;
}

/** The message's ID or the moment in ms. Throws a `ParameterError` for what is neither. */
function afterFrom(item: ItemContext): string | number {
	const field = { label: AFTER_LABEL, timezone: item.context.getTimezone() };
	const given = converters.required(item.parameter('after'), field);
	if (typeof given === 'string' && ID.test(given) && !DATE.test(given)) return given;
	return Number(converters.epochMs(given, field));
}

/** The options of an item, checked. Throws a `ParameterError`. */
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

/** Checks an item's fields, and looks its conversation up. Throws a `ParameterError` or an `ApiError`. */
export async function checkReplies(item: ItemContext): Promise<void> {
	replyOptionsOf(item);
	checkDownloadOptions(item);
	await resolveConversation(item);
}

/** Runs Get Replies: one item, whether the contact has replied or not. Throws an `ApiError`, and a `ParameterError` if 'After' is not a message of the conversation. */
export const repliesResponse = (): ResponseHandler => async (item) => {
	const { after, channels, quietMs, waitMs } = replyOptionsOf(item);
	const reader = threadReaderOf(item);
	let since = typeof after === 'number' ? after : undefined;

	const read = async () =>
		await readThread(reader, item.path, (messages) => {
			const named = messages.find((each) => idOf(each) === after);
			if (named) since = timestampOf(named);
			// If it is not among the first hundred, it is read by its ID instead of paging through the whole thread.
			return since === undefined || timestampOf(messages.at(-1) ?? {}) <= since;
		});
	const readReplies = async () => {
		let messages: IDataObject[] = await read();
		if (since === undefined) {
			since = timestampOf(await readMessageInField(item, reader, String(after), AFTER_LABEL));
			messages = await read();
		}
		const replies = repliesSince(messages, since, channels);
		const last = replies.at(-1);
		return { messages, replies, quietAt: last && timestampOf(last) + quietMs };
	};

	const endsAt = monotonicNow() + waitMs;
	const waitForFirstReply = async () => {
		let seen = await readReplies();
		for (let pause = INITIAL_PAUSE_MS; seen.replies.length === 0; pause *= 1.5) {
			const left = endsAt - monotonicNow();
			if (left <= 0) break;
			await item.sleep(Math.min(pause, MAX_PAUSE_MS, left));
			seen = await readReplies();
		}
		return seen;
	};
	const first = await waitForFirstReply();
	const { messages, replies } = await waitUntilQuiet(item, reader, quietMs, first, readReplies);
	const ids = threadIdsOf(conversationIdIn(item, messages), messages);
	const turn = readTurn(messages, { now: reader.now() });
	const complete = await withEmails(reader, replies);
	const output = messagesItem(ids, complete, turn, transcriptText(complete, channels));
	// A person who wrote or called after the message, and after the last reply to it.
	const { lastHumanAt } = turn;
	const settledAt = Math.max((since ?? 0) + 1, ...replies.map(timestampOf));
	const settledByPerson = lastHumanAt !== null && lastHumanAt >= settledAt;
	const json = { replied: replies.length > 0, settledByPerson, ...output };
	return await downloadAttachmentsOf(item, [{ json, pairedItem: { item: item.itemIndex } }]);
};

import type { IDataObject } from 'n8n-workflow';
import { chosenChannels } from '../../../shared/channels';
import { rules } from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import {
	idOf,
	idsIn,
	messagesItem,
	timestampOf,
	readThread,
	readTurn,
	repliesSince,
	spokenText,
	withEmails,
} from '../../../shared/thread';
import { useConversation } from '../shared/conversationLookup';
import {
	amountOf,
	conversationOf,
	lookingOf,
	messageNamed,
	optionsIn,
	quietMsOf,
	parseOnce,
	waitUntilSilent,
} from '../shared/threadReader';

const LONGEST_WAIT_SECONDS = 600;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;

const AFTER = "'After'";

/** The start of a date, or a number; HighLevel's IDs are longer than the one, and do not start like the other. */
const DATE = /^(\d{1,13}(\.\d+)?|\d{4}-\d\d.*)$/;
const ID = /^[\w-]+$/;

interface Options {
	/** A message's ID, or a moment in ms. */
	after: string | number;
	channels: string[];
	quietMs: number;
	waitMs: number;
}

/** Throws a `FieldIssue` for what is neither an ID nor a date. */
function afterOf(job: ItemContext): string | number {
	const field = { label: AFTER, timezone: job.context.getTimezone() };
	const given = rules.required(job.parameter('after'), field);
	if (typeof given === 'string' && ID.test(given) && !DATE.test(given)) return given;
	return Number(rules.epochMs(given, field));
}

/** The options of an item, checked. Throws a `FieldIssue`. */
const optionsOf = parseOnce((job: ItemContext): Options => {
	const options = optionsIn(job);
	const wait = amountOf(options.waitUpTo, "'Wait Up To'", LONGEST_WAIT_SECONDS, 'seconds');
	return {
		after: afterOf(job),
		channels: chosenChannels(options.channels),
		quietMs: quietMsOf(options),
		waitMs: wait * 1000,
	};
});

/** Checks an item's fields, and looks its conversation up. Throws a `ParameterError` or an `ApiError`. */
export async function checkReplies(job: ItemContext): Promise<void> {
	optionsOf(job);
	await useConversation(job);
}

/** Runs Get Replies: one item, whether the contact has written or not. Reads the list of messages that the item's path names. */
export const getsReplies = (): ResponseHandler => async (job) => {
	const { after, channels, quietMs, waitMs } = optionsOf(job);
	const looking = lookingOf(job);
	let since = typeof after === 'number' ? after : undefined;

	const read = async () =>
		await readThread(looking, job.path, (messages) => {
			const named = messages.find((each) => idOf(each) === after);
			if (named) since = timestampOf(named);
			// Not among the first hundred: it is looked up, rather than searched for in the whole thread.
			return since === undefined || timestampOf(messages.at(-1) ?? {}) <= since;
		});
	const look = async () => {
		let messages: IDataObject[] = await read();
		if (since === undefined) {
			since = timestampOf(await messageNamed(job, looking, String(after), AFTER));
			messages = await read();
		}
		const replies = repliesSince(messages, since, channels);
		const last = replies.at(-1);
		return { messages, replies, quietAt: last && timestampOf(last) + quietMs };
	};

	const endsAt = Date.now() + waitMs;
	const firstReply = async () => {
		let seen = await look();
		for (let pause = FIRST_PAUSE_MS; seen.replies.length === 0; pause *= 1.5) {
			const left = endsAt - Date.now();
			if (left <= 0) break;
			await job.sleep(Math.min(pause, LONGEST_PAUSE_MS, left));
			seen = await look();
		}
		return seen;
	};
	const first = await firstReply();
	const { messages, replies } = await waitUntilSilent(job, looking, quietMs, first, look);
	const ids = idsIn(conversationOf(job, messages), messages);
	const turn = readTurn(messages, { now: looking.now() });
	const complete = await withEmails(looking, replies);
	const item = messagesItem(ids, complete, turn, spokenText(complete, channels));
	// A person who wrote or called after the message, and after the last reply to it.
	const { lastHumanAt } = turn;
	const settledAt = Math.max((since ?? 0) + 1, ...replies.map(timestampOf));
	const settledByPerson = lastHumanAt !== null && lastHumanAt >= settledAt;
	const json = { replied: replies.length > 0, settledByPerson, ...item };
	return [{ json, pairedItem: { item: job.itemIndex } }];
};

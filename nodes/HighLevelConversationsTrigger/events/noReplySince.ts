import type { IDataObject } from 'n8n-workflow';
import {
	contactFromSearch,
	idOf,
	threadIdsOf,
	chronological,
	isInbound,
	kindOf,
	messagesItem,
	readThread,
	readTurn,
	transcriptText,
	threadPath,
	timestampOf,
	withEmails,
} from '../../shared/thread';
import type { ThreadRules } from '../../shared/thread';
import { DAY_MS, HOUR_MS } from '../../shared/time';
import type { PollContext } from '../engine/pollContext';
import { isGivenUp } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import { activeHoursOf } from './activeHours';
import { CONTACT_FILTERS, watchedContacts, threadRulesOf } from './threadRules';
import { nextReadAt } from './conversationState';
import type { ConversationState } from './conversationState';
import { emailsOrHint } from './emailsOrHint';
import type { ConversationRead, WatchRules } from './watchRules';
import { watchEvent } from './watchEvent';

/** Default of 'Limit per Poll' for this event: each conversation starts an execution. */
const DEFAULT_LIMIT = 25;
/** Maximum number of messages that are read to find the contact's last one. */
const MAX_READ = 300;
/** Maximum number of the last outbound messages that an item contains. */
const MAX_SHOWN = 10;
/** How long it is remembered how often a silence was emitted, ms. */
const RETENTION_MS = 30 * DAY_MS;
/** The kinds of messages that were sent to the contact. */
const OUTBOUND_KINDS = ['answer', 'automation', 'person'];

interface SilenceRules {
	thread: ThreadRules;
	/** How long the contact must have been silent, ms. */
	silenceMs: number;
	/** Maximum number of emissions per silence. */
	times: number;
}

/** Reads the options. Throws a `ParameterError`. */
const silenceRulesOf = (poll: PollContext): SilenceRules => ({
	// A follow-up may also be sent if a team member wrote last, but not while the conversation is handed over.
	thread: { ...threadRulesOf(poll), pauseAfterHumanMs: 0 },
	silenceMs: poll.integer('options.silence', 'Silence', 24, 1) * HOUR_MS,
	times: poll.integer('options.times', 'Times', 3, 1),
});

/** A contact's silence after a message to them. */
interface Silence {
	/** Identifies the silence: the ID of the contact's last message, or 'none' if they never wrote. */
	id: string;
	/** The last message to the contact, sent through the API or by a team member. */
	last: IDataObject;
	/** The messages to the contact since they last wrote, oldest first. */
	messages: IDataObject[];
	/** The contact's last message. */
	contactMessage?: IDataObject;
	/** Until when a hand-over leaves the conversation to the team, ms. */
	pausedUntil: number;
}

/** The silence of a contact; undefined if they wrote last, have opted out, or the last message was sent automatically. */
function silenceIn(messages: readonly IDataObject[], rules: ThreadRules): Silence | undefined {
	const thread = chronological(messages);
	const kinds = thread.map((message) => kindOf(message, rules));
	const contactIndex = thread.findLastIndex(isInbound);
	const contactMessage = thread.at(contactIndex);
	const lastContactKind = kinds.findLast((kind) => kind === 'question' || kind === 'stop');
	const sinceContact = thread.slice(contactIndex + 1);
	const hasOptedOut = sinceContact.some(({ status }) => String(status) === 'opt_out');
	if (lastContactKind === 'stop' || hasOptedOut) return undefined;
	const outbound = sinceContact.filter((_, index) =>
		OUTBOUND_KINDS.includes(kinds[contactIndex + 1 + index]),
	);
	const last = outbound.at(-1);
	if (last === undefined || kindOf(last, rules) === 'automation') return undefined;
	return {
		id: contactIndex < 0 ? 'none' : idOf(thread[contactIndex]),
		last,
		messages: outbound.slice(-MAX_SHOWN),
		...(contactIndex < 0 ? {} : { contactMessage }),
		pausedUntil: readTurn(messages, rules).pausedUntil,
	};
}

/** The item of a silence, with the bodies of its emails. Throws an `ApiError`. */
async function silenceItem(
	poll: PollContext,
	id: string,
	silence: Silence,
	extra: IDataObject,
	{ channels }: ThreadRules,
	isLast: boolean,
): Promise<IDataObject> {
	const { messages, contactMessage } = silence;
	const reading = withEmails(poll, messages);
	const { complete, hint } = await emailsOrHint(poll, reading, messages, isLast);
	const times = { lastAnswerAt: timestampOf(silence.last), lastHumanAt: null };
	const ids = threadIdsOf(id, messages);
	const item = messagesItem(ids, complete, times, transcriptText(complete, channels));
	// The time in which a channel accepts an answer starts with the contact's last message.
	const { replyBy } = messagesItem(ids, contactMessage ? [contactMessage] : [], times, '');
	return { ...item, replyBy, ...extra, ...(hint === undefined ? {} : { hint }) };
}

/** Reads a conversation and decides whether its silence is emitted now. Throws an `ApiError`. */
async function readSilence(
	poll: PollContext,
	rules: SilenceRules,
	id: string,
	before: ConversationState,
	activatedAt: number,
): Promise<ConversationRead> {
	const { thread, silenceMs, times } = rules;
	const { now } = thread;
	const handOverStart = now - (thread.handOverMs ?? 0);
	const messages = await readThread(poll, threadPath(id), (read) => {
		const oldest = Math.min(...read.map(timestampOf));
		return read.length >= MAX_READ || (read.some(isInbound) && oldest < handOverStart);
	});
	const { lastMessageAt, contact, emitted, tries, failedAt } = before;
	const state: ConversationState = { lastMessageAt, contact, emitted };
	const silence = silenceIn(messages, thread);
	if (silence === undefined || timestampOf(silence.last) <= activatedAt) return { state };
	const isSame = emitted?.lastId === silence.id;
	const attempt = (isSame ? emitted.attempt : 0) + 1;
	if (attempt > times) return { state };
	const waitingSince = Math.max(timestampOf(silence.last), isSame ? emitted.at : 0) + silenceMs;
	const due = Math.max(waitingSince, silence.pausedUntil);
	if (now < due) return { state: { ...state, due } };
	const { contactId } = threadIdsOf(id, messages);
	const extra = {
		contact: contact ?? contactFromSearch({ contactId }),
		attempt,
		lastAttempt: attempt >= times,
	};
	const item = await silenceItem(poll, id, silence, extra, thread, isGivenUp(before, now));
	const emission = { lastId: silence.id, count: silence.messages.length, at: now, attempt };
	const next: ConversationState = { ...state, emitted: emission };
	if (attempt < times) next.due = now + silenceMs;
	return {
		// Remains due until the item has been emitted, and keeps the failed attempts to read it.
		state: { ...state, due: nextReadAt(before), tries, failedAt },
		ready: { waitingSince, item, next },
	};
}

/** How this event watches conversations, by the node's parameters. Throws a `ParameterError`. */
function watchRules(poll: PollContext): WatchRules {
	const { silenceMs } = silenceRulesOf(poll);
	return {
		limit: limitPerPoll(poll, DEFAULT_LIMIT),
		filter: watchedContacts(poll),
		contactId: poll.parameter('filters.contactId') as string | undefined,
		isActive: activeHoursOf(poll),
		retentionMs: RETENTION_MS,
		rechecks: false,
		canSkip: ({ lastMessageDirection }) => lastMessageDirection === 'inbound',
		dueAfter: (_, { lastMessageDirection }, at) =>
			lastMessageDirection === 'inbound' ? undefined : at + silenceMs,
		readConversation: async (id, state, activatedAt) =>
			await readSilence(poll, silenceRulesOf(poll), id, state, activatedAt),
	};
}

/** A team member or the API wrote last, and the contact has been silent for some hours. */
export const noReplySince = watchEvent({
	option: {
		name: 'No Reply Since',
		description:
			'Triggers when a contact has not replied for some hours to a message of a team member or the API. Starts one execution for each conversation, a limited number of times per silence.',
	},
	parameters: [
		'channels',
		...CONTACT_FILTERS,
		'options.activeHours',
		'options.automatedCounts',
		'options.handOverHours',
		'options.lastMessages',
		'options.limitPerPoll',
		'options.optOutWords',
		'options.overlap',
		'options.silence',
		'options.times',
	],
	watchRules,
	testDirection: 'outbound',
	testRead: async (poll, id, state) =>
		await readSilence(poll, { ...silenceRulesOf(poll), silenceMs: -HOUR_MS }, id, state, 0),
});

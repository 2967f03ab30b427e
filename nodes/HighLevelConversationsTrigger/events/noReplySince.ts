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
import { isGivenUp, isRecordFailure, failureReason } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import { activeHoursOf } from './activeHours';
import { CONTACT_FILTERS, watchedContacts, threadRulesOf } from './threadRules';
import { nextReadAt } from './conversationState';
import type { ConversationState } from './conversationState';
import type { ConversationRead, WatchRules } from './watchRules';
import { watchEvent } from './watchEvent';

/** Conversations handed on in one poll by default. */
const DEFAULT_LIMIT = 25;
/** How many messages are read to find the contact's last. */
const MAX_READ = 300;
/** Messages of ours that an item shows, the last. */
const MAX_SHOWN = 10;
/** For how long it is remembered how often a silence was handed on, ms. */
const RETENTION_MS = 30 * DAY_MS;
const OUTBOUND_KINDS = ['answer', 'automation', 'person'];

interface SilenceRules {
	thread: ThreadRules;
	silenceMs: number;
	times: number;
}

/** Throws a `ParameterError`. */
const silenceRulesOf = (poll: PollContext): SilenceRules => ({
	// A person who wrote last does not keep a follow-up from being sent; a hand-over does.
	thread: { ...threadRulesOf(poll), pauseAfterHumanMs: 0 },
	silenceMs: poll.integer('options.silence', 'Silence', 24, 1) * HOUR_MS,
	times: poll.integer('options.times', 'Times', 3, 1),
});

/** What a thread says about a silence. */
interface Silence {
	/** Identifies it: the ID of the contact's last message, 'none' if there is none. */
	id: string;
	/** Our last message, through the API or by a person. */
	last: IDataObject;
	/** What we wrote since the contact's last message, oldest first. */
	messages: IDataObject[];
	/** The contact's last message. */
	contactMessage?: IDataObject;
	/** Until when a hand-over keeps the conversation for a person, ms. */
	pausedUntil: number;
}

/** The silence of a contact; undefined if they wrote last, have opted out, or automation wrote last. */
function silenceIn(messages: readonly IDataObject[], rules: ThreadRules): Silence | undefined {
	const thread = chronological(messages);
	const kinds = thread.map((message) => kindOf(message, rules));
	const contactAt = thread.findLastIndex(isInbound);
	const contactMessage = thread.at(contactAt);
	const lastWord = kinds.findLast((kind) => kind === 'question' || kind === 'stop');
	const since = thread.slice(contactAt + 1);
	const hasOptedOut = since.some(({ status }) => String(status) === 'opt_out');
	if (lastWord === 'stop' || hasOptedOut) return undefined;
	const ours = since.filter((_, index) => OUTBOUND_KINDS.includes(kinds[contactAt + 1 + index]));
	const last = ours.at(-1);
	if (last === undefined || kindOf(last, rules) === 'automation') return undefined;
	return {
		id: contactAt < 0 ? 'none' : idOf(thread[contactAt]),
		last,
		messages: ours.slice(-MAX_SHOWN),
		...(contactAt < 0 ? {} : { contactMessage }),
		pausedUntil: readTurn(messages, rules).pausedUntil,
	};
}

async function silenceItem(
	poll: PollContext,
	id: string,
	silence: Silence,
	extra: IDataObject,
	{ channels }: ThreadRules,
	isLast: boolean,
): Promise<IDataObject> {
	const { messages, contactMessage } = silence;
	let hint: string | undefined;
	const complete = await withEmails(poll, messages).catch((error: unknown) => {
		if (!isRecordFailure(error) || !(isLast || poll.isEditorTest)) throw error;
		hint = `The body of an email could not be read (${failureReason(error)}) and was left out.`;
		return messages;
	});
	const times = { lastAnswerAt: timestampOf(silence.last), lastHumanAt: null };
	const ids = threadIdsOf(id, messages);
	const item = messagesItem(ids, complete, times, transcriptText(complete, channels));
	// A channel stays open for some hours after the contact's message, not after ours.
	const { replyBy } = messagesItem(ids, contactMessage ? [contactMessage] : [], times, '');
	return { ...item, replyBy, ...extra, ...(hint === undefined ? {} : { hint }) };
}

async function readSilence(
	poll: PollContext,
	rules: SilenceRules,
	id: string,
	before: ConversationState,
	floor: number,
): Promise<ConversationRead> {
	const { thread, silenceMs, times } = rules;
	const { now } = thread;
	const recent = now - (thread.handOverMs ?? 0);
	const messages = await readThread(poll, threadPath(id), (read) => {
		const oldest = Math.min(...read.map(timestampOf));
		return read.length >= MAX_READ || (read.some(isInbound) && oldest < recent);
	});
	const { lastMessageAt: seen, contact, emitted: handed, tries, failedAt } = before;
	const state: ConversationState = { lastMessageAt: seen, contact, emitted: handed };
	const silence = silenceIn(messages, thread);
	if (silence === undefined || timestampOf(silence.last) <= floor) return { state };
	const isSame = handed?.lastId === silence.id;
	const n = isSame ? handed.attempt : 0;
	if (n >= times) return { state };
	const dueAt = Math.max(timestampOf(silence.last), isSame ? handed.at : 0) + silenceMs;
	const due = Math.max(dueAt, silence.pausedUntil);
	if (now < due) return { state: { ...state, due } };
	const extra = {
		contact: contact ?? contactFromSearch({ contactId: threadIdsOf(id, messages).contactId }),
		attempt: n + 1,
		lastAttempt: n + 1 >= times,
	};
	const item = await silenceItem(poll, id, silence, extra, thread, isGivenUp(before, now));
	const handedOn = { lastId: silence.id, count: silence.messages.length, at: now, attempt: n + 1 };
	const next: ConversationState = { ...state, emitted: handedOn };
	if (n + 1 < times) next.due = now + silenceMs;
	return {
		// Due until it is handed on, its failed attempts known.
		state: { ...state, due: nextReadAt(before), tries, failedAt },
		ready: { waitingSince: dueAt, item, next },
	};
}

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
		readConversation: async (id, state, floor) =>
			await readSilence(poll, silenceRulesOf(poll), id, state, floor),
	};
}

/** We wrote last, and the contact has been silent for some hours. */
export const noReplySince = watchEvent({
	option: {
		name: 'No Reply Since',
		description:
			'A person or the API wrote last, and the contact has not replied for some hours. Starts one execution for each conversation, a limited number of times per silence.',
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
	testedDirection: 'outbound',
	testRead: async (poll, id, state) =>
		await readSilence(poll, { ...silenceRulesOf(poll), silenceMs: -HOUR_MS }, id, state, 0),
});

import type { IDataObject } from 'n8n-workflow';
import { parseChannels } from '../../../shared/channels';
import { ParameterError, isEmpty } from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import {
	answerRulesOf,
	contactFilterOf,
	contactFromSearch,
	excludingFilter,
	idOf,
	threadIdsOf,
	hasEnoughMessages,
	needsSearchRecord,
	readThread,
	readTurn,
	skippedReason,
	turnItem,
	withTurnEmails,
} from '../../../shared/thread';
import type { ContactFilter, ThreadRules } from '../../../shared/thread';
import { isOn, itemOptions, numberInRange, parseOnce } from '../shared/itemOptions';
import { checkDownloadOptions, downloadAttachmentsOf } from '../shared/attachments';
import {
	contactIdInField,
	conversationRecordOf,
	resolveConversation,
} from '../shared/conversationLookup';
import {
	conversationIdIn,
	threadReaderOf,
	readMessageInField,
	quietMsFrom,
	waitUntilQuiet,
} from '../shared/threadReader';
import { MINUTE_MS } from '../../../shared/time';

/** One year. */
const MAX_PAUSE_MINUTES = 525_600;

const PAUSE_LABEL = "'Pause After Human'";
const ONLY_IF_LATEST_LABEL = "'Only If Latest'";

/**
 * The ID in 'Only If Latest'; undefined if the option is not set. Throws a `ParameterError` if it is set but empty: several messages
 * in a row would each be answered.
 */
function onlyIfLatestFrom(options: IDataObject): string | undefined {
	if (!('onlyIfLatest' in options)) return undefined;
	const { onlyIfLatest: id } = options;
	if (typeof id === 'string' && id.trim() !== '') return id.trim();
	throw new ParameterError(
		`${ONLY_IF_LATEST_LABEL} is empty`,
		'Enter the ID of a message, check the expression, or remove the option.',
	);
}

/** The options of Get Unanswered. */
interface UnansweredOptions extends Omit<ThreadRules, 'now'> {
	/** ID of the message that started the workflow. */
	onlyIfLatest?: string;
	alwaysOutput: boolean;
	filter: ContactFilter;
}

/** Parses the item's options. Throws a `ParameterError` for an invalid one. */
const unansweredOptionsOf = parseOnce((item: ItemContext): UnansweredOptions => {
	const options = itemOptions(item);
	const pause = numberInRange(options.pauseAfterHuman, PAUSE_LABEL, {
		max: MAX_PAUSE_MINUTES,
		unit: 'minutes',
	});
	return {
		channels: parseChannels(options.channels),
		automatedCounts: isOn(options.automatedCounts, "'Count Automated Messages'"),
		quietMs: quietMsFrom(options),
		pauseAfterHumanMs: (pause ?? 0) * MINUTE_MS,
		...answerRulesOf(options),
		filter: contactFilterOf(options),
		onlyIfLatest: onlyIfLatestFrom(options),
		alwaysOutput: isOn(options.alwaysOutput, "'Always Output'"),
	};
});

/** Checks the item's fields and finds its conversation. Throws a `ParameterError` or an `ApiError`. */
export async function checkUnanswered(item: ItemContext): Promise<void> {
	unansweredOptionsOf(item);
	checkDownloadOptions(item);
	await resolveConversation(item);
}

/** The output field `contact`, if the item's conversation had to be searched for anyway. Otherwise empty, to save the request. */
async function contactOutput(item: ItemContext, filter: ContactFilter): Promise<IDataObject> {
	if (!needsSearchRecord(filter) && contactIdInField(item) === undefined) return {};
	const record = await conversationRecordOf(item);
	return isEmpty(record) ? {} : { contact: contactFromSearch(record) };
}

/**
 * Runs Get Unanswered. Returns one item with the unanswered messages. If there is nothing to answer, returns no item or, with 'Always
 * Output', an item with the reason. Throws an `ApiError`, and a `ParameterError` if 'Only If Latest' is not a message of the
 * conversation.
 */
export const unansweredResponse: ResponseHandler = async (item) => {
	const options = unansweredOptionsOf(item);
	const { onlyIfLatest, alwaysOutput, filter, ...threadRules } = options;
	const { quietMs = 0 } = threadRules;
	const reader = threadReaderOf(item);

	const exclusionReason = async () =>
		needsSearchRecord(filter)
			? excludingFilter(filter, await conversationRecordOf(item))
			: undefined;
	const readConversation = async () => {
		const messages = await readThread(reader, item.path, (read) =>
			hasEnoughMessages(read, { ...threadRules, now: reader.now() }),
		);
		// A webhook can arrive before HighLevel lists its message.
		if (onlyIfLatest !== undefined && !messages.some((each) => idOf(each) === onlyIfLatest)) {
			messages.unshift(await readMessageInField(item, reader, onlyIfLatest, ONLY_IF_LATEST_LABEL));
		}
		const turn = readTurn(messages, { ...threadRules, now: reader.now() });
		const skipped = skippedReason(turn, onlyIfLatest) ?? (await exclusionReason());
		return { messages, turn, skipped, quietAt: skipped === undefined ? turn.quietAt : undefined };
	};
	const { messages, turn, skipped } = await waitUntilQuiet(
		item,
		reader,
		quietMs,
		await readConversation(),
		readConversation,
	);
	const ids = threadIdsOf(conversationIdIn(item, messages), messages);
	const pairedItem = { item: item.itemIndex };
	if (skipped === undefined) {
		const contact = await contactOutput(item, filter);
		const json = turnItem(ids, await withTurnEmails(reader, turn), contact);
		return await downloadAttachmentsOf(item, [{ json, pairedItem }]);
	}
	return alwaysOutput ? [{ json: { ...ids, skipped }, pairedItem }] : [];
};

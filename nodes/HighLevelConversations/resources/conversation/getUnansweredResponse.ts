import type { IDataObject } from 'n8n-workflow';
import { parseChannels } from '../../../shared/channels';
import { ParameterError, isEmpty, converters } from '../../../shared/request';
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
import { checkDownloads, withAttachments } from '../shared/attachments';
import { contactGiven, recordOf, useConversation } from '../shared/conversationLookup';
import {
	amountOf,
	conversationOf,
	threadReaderOf,
	messageNamed,
	optionsIn,
	quietMsOf,
	parseOnce,
	waitForQuiet,
} from '../shared/threadReader';
import { MINUTE_MS } from '../../../shared/time';

/** A year. */
const MAX_PAUSE_MINUTES = 525_600;

const PAUSE = "'Pause After Human'";
const LATEST = "'Only If Latest'";

/** Throws a `ParameterError` if the option is there without a value: without it, each message of a burst would be answered. */
function latestOf(options: IDataObject): string | undefined {
	if (!('onlyIfLatest' in options)) return undefined;
	const { onlyIfLatest: id } = options;
	if (typeof id === 'string' && id.trim() !== '') return id.trim();
	throw new ParameterError(
		`${LATEST} is empty`,
		'Enter the ID of a message, check the expression, or remove the option.',
	);
}

/** A switch, off if it is not set. Throws a `ParameterError`. */
const isOn = (value: unknown, label: string): boolean =>
	converters.boolean(value, { label, timezone: 'UTC' }) === true;

interface Options extends Omit<ThreadRules, 'now'> {
	/** ID of the message that started the workflow. */
	onlyIfLatest?: string;
	alwaysOutput: boolean;
	filter: ContactFilter;
}

/** The options of an item, checked. Throws a `ParameterError`. */
const optionsOf = parseOnce((item: ItemContext): Options => {
	const options = optionsIn(item);
	const pause = amountOf(options.pauseAfterHuman, PAUSE, MAX_PAUSE_MINUTES, 'minutes');
	return {
		channels: parseChannels(options.channels),
		automatedCounts: isOn(options.automatedCounts, "'Count Automated Messages'"),
		quietMs: quietMsOf(options),
		pauseAfterHumanMs: pause * MINUTE_MS,
		...answerRulesOf(options),
		filter: contactFilterOf(options),
		onlyIfLatest: latestOf(options),
		alwaysOutput: isOn(options.alwaysOutput, "'Always Output'"),
	};
});

/** Checks an item's fields, and looks its conversation up. Throws a `ParameterError` or an `ApiError`. */
export async function checkUnanswered(item: ItemContext): Promise<void> {
	optionsOf(item);
	checkDownloads(item);
	await useConversation(item);
}

/** The contact as the search has it, if the item had to search for it anyway. */
async function contactKnown(item: ItemContext, filter: ContactFilter): Promise<IDataObject> {
	if (!needsSearchRecord(filter) && contactGiven(item) === undefined) return {};
	const record = await recordOf(item);
	return isEmpty(record) ? {} : { contact: contactFromSearch(record) };
}

/**
 * Runs Get Unanswered: one item for what is unanswered. If there is nothing to answer: no item, or with 'Always Output' one that
 * says why. Throws an `ApiError`, and a `ParameterError` if 'Only If Latest' is not a message of the conversation.
 */
export const getsUnanswered = (): ResponseHandler => async (item) => {
	const options = optionsOf(item);
	const { onlyIfLatest, alwaysOutput, filter, ...threadRules } = options;
	const { quietMs = 0 } = threadRules;
	const reader = threadReaderOf(item);

	const exclusion = async () =>
		needsSearchRecord(filter) ? excludingFilter(filter, await recordOf(item)) : undefined;
	const look = async () => {
		const messages = await readThread(reader, item.path, (so) =>
			hasEnoughMessages(so, { ...threadRules, now: reader.now() }),
		);
		// A webhook may arrive before the list shows its message.
		if (onlyIfLatest !== undefined && !messages.some((each) => idOf(each) === onlyIfLatest)) {
			messages.unshift(await messageNamed(item, reader, onlyIfLatest, LATEST));
		}
		const turn = readTurn(messages, { ...threadRules, now: reader.now() });
		const skipped = skippedReason(turn, onlyIfLatest) ?? (await exclusion());
		return { messages, turn, skipped, quietAt: skipped === undefined ? turn.quietAt : undefined };
	};
	const { messages, turn, skipped } = await waitForQuiet(item, reader, quietMs, await look(), look);
	const ids = threadIdsOf(conversationOf(item, messages), messages);
	const pairedItem = { item: item.itemIndex };
	if (skipped === undefined) {
		const contact = await contactKnown(item, filter);
		const json = turnItem(ids, await withTurnEmails(reader, turn), contact);
		return await withAttachments(item, [{ json, pairedItem }]);
	}
	return alwaysOutput ? [{ json: { ...ids, skipped }, pairedItem }] : [];
};

import type { IDataObject } from 'n8n-workflow';
import { chosenChannels } from '../../../shared/channels';
import { ParameterError, isEmpty } from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import {
	answerRulesOf,
	contactFilterOf,
	contactOf,
	excludedBy,
	idOf,
	idsIn,
	isEnough,
	needsRecord,
	readThread,
	readTurn,
	skippedReason,
	turnItem,
	withTurnEmails,
} from '../../../shared/thread';
import type { ContactFilter, ThreadRules } from '../../../shared/thread';
import { contactGiven, recordOf, useConversation } from '../shared/conversationLookup';
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
import { MINUTE_MS } from '../../../shared/time';

/** A year. */
const LONGEST_PAUSE_MINUTES = 525_600;

const PAUSE = "'Pause After Human'";
const LATEST = "'Only If Latest'";

/** Throws a `FieldIssue` for an option without a value: to go on as without it would be to answer a burst once a message. */
function latestOf(options: IDataObject): string | undefined {
	if (!('onlyIfLatest' in options)) return undefined;
	const { onlyIfLatest: id } = options;
	if (typeof id === 'string' && id.trim() !== '') return id.trim();
	throw new ParameterError(
		`${LATEST} is empty`,
		"Fill it in with a message's ID, check the expression that fills it, or remove the option.",
	);
}

interface Options extends Omit<ThreadRules, 'now'> {
	/** ID of the message that started the workflow. */
	onlyIfLatest?: string;
	alwaysOutput: boolean;
	filter: ContactFilter;
}

/** The options of an item, checked. Throws a `FieldIssue`. */
const optionsOf = parseOnce((job: ItemContext): Options => {
	const options = optionsIn(job);
	const pause = amountOf(options.pauseAfterHuman, PAUSE, LONGEST_PAUSE_MINUTES, 'minutes');
	return {
		channels: chosenChannels(options.channels),
		automatedCounts: options.automatedCounts === true,
		quietMs: quietMsOf(options),
		pauseAfterHumanMs: pause * MINUTE_MS,
		...answerRulesOf(options),
		filter: contactFilterOf(options),
		onlyIfLatest: latestOf(options),
		alwaysOutput: options.alwaysOutput === true,
	};
});

/** Checks an item's fields, and looks its conversation up. Throws a `ParameterError` or an `ApiError`. */
export async function checkUnanswered(job: ItemContext): Promise<void> {
	optionsOf(job);
	await useConversation(job);
}

/** The contact as the search has it, if the item had to search for it anyway. */
async function contactKnown(job: ItemContext, filter: ContactFilter): Promise<IDataObject> {
	if (!needsRecord(filter) && contactGiven(job) === undefined) return {};
	const record = await recordOf(job);
	return isEmpty(record) ? {} : { contact: contactOf(record) };
}

/**
 * Runs Get Unanswered: one item for what is unanswered, none where there is nothing to answer, or with 'Always Output' one
 * that says why. Reads the list of messages that the item's path names.
 */
export const getsUnanswered = (): ResponseHandler => async (job) => {
	const options = optionsOf(job);
	const { onlyIfLatest, alwaysOutput, filter, ...rules } = options;
	const { quietMs = 0 } = rules;
	const looking = lookingOf(job);

	const exclusion = async () =>
		needsRecord(filter) ? excludedBy(filter, await recordOf(job)) : undefined;
	const look = async () => {
		const messages = await readThread(looking, job.path, (so) =>
			isEnough(so, { ...rules, now: looking.now() }),
		);
		// A webhook may come before the list knows of its message.
		if (onlyIfLatest !== undefined && !messages.some((each) => idOf(each) === onlyIfLatest)) {
			messages.unshift(await messageNamed(job, looking, onlyIfLatest, LATEST));
		}
		const turn = readTurn(messages, { ...rules, now: looking.now() });
		const skipped = skippedReason(turn, onlyIfLatest) ?? (await exclusion());
		return { messages, turn, skipped, quietAt: skipped === undefined ? turn.quietAt : undefined };
	};
	const { messages, turn, skipped } = await waitUntilSilent(
		job,
		looking,
		quietMs,
		await look(),
		look,
	);
	const ids = idsIn(conversationOf(job, messages), messages);
	const pairedItem = { item: job.itemIndex };
	if (skipped === undefined) {
		const contact = await contactKnown(job, filter);
		const json = turnItem(ids, await withTurnEmails(looking, turn), contact);
		return [{ json, pairedItem }];
	}
	return alwaysOutput ? [{ json: { ...ids, skipped }, pairedItem }] : [];
};

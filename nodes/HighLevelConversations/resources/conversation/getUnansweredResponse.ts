import type { IDataObject } from 'n8n-workflow';
import { chosenChannels } from '../../../shared/channels';
import { ParameterError } from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import {
	idOf,
	idsIn,
	isEnough,
	readThread,
	turnItem,
	unanswered,
	withEmails,
} from '../../../shared/thread';
import type { TurnOptions } from '../../../shared/thread';
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

interface Options extends Omit<TurnOptions, 'now'> {
	alwaysOutput: boolean;
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
		onlyIfLatest: latestOf(options),
		alwaysOutput: options.alwaysOutput === true,
	};
});

export const checkUnanswered = (job: ItemContext): void => void optionsOf(job);

/**
 * Runs Get Unanswered: one item for what is unanswered, none where there is nothing to answer, or with 'Always Output' one
 * that says why. Reads the list of messages that the item's path names.
 */
export const getsUnanswered = (): ResponseHandler => async (job) => {
	const options = optionsOf(job);
	const { onlyIfLatest, quietMs = 0 } = options;
	const looking = lookingOf(job);

	const look = async () => {
		const messages = await readThread(looking, job.path, (so) =>
			isEnough(so, { ...options, now: looking.now() }),
		);
		// A webhook may come before the list knows of its message.
		if (onlyIfLatest !== undefined && !messages.some((each) => idOf(each) === onlyIfLatest)) {
			messages.unshift(await messageNamed(job, looking, onlyIfLatest, LATEST));
		}
		const turn = unanswered(messages, { ...options, now: looking.now() });
		return { messages, turn, quietAt: turn.skipped === undefined ? turn.quietAt : undefined };
	};
	const { messages, turn } = await waitUntilSilent(job, looking, quietMs, await look(), look);
	const ids = idsIn(conversationOf(job, messages), messages);
	const pairedItem = { item: job.itemIndex };
	if (turn.skipped === undefined) {
		return [{ json: turnItem(ids, await withEmails(looking, turn.messages), turn), pairedItem }];
	}
	if (!options.alwaysOutput) return [];
	return [{ json: { ...ids, skipped: turn.skipped }, pairedItem }];
};

import { chosenChannels } from '../../shared/fields/channels';
import { FieldIssue } from '../../shared/request';
import type { Job, Runner } from '../../shared/request';
import {
	idOf,
	idsIn,
	isEnough,
	readThread,
	turnItem,
	unanswered,
	withEmails,
} from '../../shared/thread';
import type { TurnOptions } from '../../shared/thread';
import { amountOf, lookingOf, messageNamed, quietMsOf, untilQuiet } from './looking';

const MS_A_MINUTE = 60_000;
/** A year. */
const LONGEST_PAUSE_MINUTES = 525_600;

const PAUSE = "'Pause After Human'";
const LATEST = "'Only If Latest'";

/** Throws a `FieldIssue` for an option without a value: to go on as without it would be to answer a burst once a message. */
function latestOf(job: Job): string | undefined {
	if (!('onlyIfLatest' in (job.parameter('options') as object))) return undefined;
	const id = job.parameter('options.onlyIfLatest');
	if (typeof id === 'string' && id.trim() !== '') return id.trim();
	throw new FieldIssue(
		`${LATEST} is empty`,
		"Fill it in with a message's ID, check the expression that fills it, or remove the option.",
	);
}

/** The options of an item, checked. Throws a `FieldIssue`. */
function optionsOf(job: Job): Omit<TurnOptions, 'now'> {
	const pause = amountOf(job, 'pauseAfterHuman', PAUSE, LONGEST_PAUSE_MINUTES, 'minutes');
	return {
		channels: chosenChannels(job.parameter('options.channels')),
		automatedCounts: job.parameter('options.automatedCounts') === true,
		quietMs: quietMsOf(job),
		pauseAfterHumanMs: pause * MS_A_MINUTE,
		onlyIfLatest: latestOf(job),
	};
}

export const checkUnanswered = (job: Job): void => void optionsOf(job);

/**
 * Runs Get Unanswered: one item for what is unanswered, none where there is nothing to answer, or with 'Always Output' one
 * that says why. Reads the list of messages that the item's path names.
 */
export const getsUnanswered = (): Runner => async (job) => {
	const options = optionsOf(job);
	const { onlyIfLatest, quietMs = 0 } = options;
	const looking = lookingOf(job);
	const conversationId = String(job.parameter('conversationId'));

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
	const { messages, turn } = await untilQuiet(job, looking, quietMs, await look(), look);
	const ids = idsIn(conversationId, messages);
	const pairedItem = { item: job.itemIndex };
	if (turn.skipped === undefined) {
		return [{ json: turnItem(ids, await withEmails(looking, turn.messages), turn), pairedItem }];
	}
	if (job.parameter('options.alwaysOutput') !== true) return [];
	return [{ json: { ...ids, skipped: turn.skipped }, pairedItem }];
};

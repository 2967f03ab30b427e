import type { IDataObject } from 'n8n-workflow';
import { parseChannels } from '../../shared/channels';
import { ApiError } from '../../shared/request';
import {
	answerRulesOf,
	contactFilterOf,
	hasEnoughMessages,
	readThread,
	threadPath,
	timestampOf,
} from '../../shared/thread';
import type { ContactFilter, ThreadRules } from '../../shared/thread';
import { HOUR_MS, MINUTE_MS } from '../../shared/time';
import type { PollContext } from '../engine/pollContext';

/** Paths of the parameters that select the watched contacts. */
export const CONTACT_FILTERS = [
	'filters.assignedTo',
	'filters.assignedUsers',
	'filters.blockedTags',
	'filters.contactId',
	'filters.requiredTags',
];

/** The values of a collection. */
const collectionValues = (poll: PollContext, name: 'filters' | 'options') =>
	(poll.parameter(name) ?? {}) as IDataObject;

/** The filters for the contacts whose conversations are watched. Throws a `ParameterError`. */
export const watchedContacts = (poll: PollContext): ContactFilter =>
	contactFilterOf(collectionValues(poll, 'filters'));

/** Reads the options that decide what is unanswered, except 'Wait for Quiet'. Throws a `ParameterError`. */
export function threadRulesOf(poll: PollContext): ThreadRules {
	const minutes = poll.integer('options.pauseAfterHuman', 'Pause After Human', 60, 0);
	const automated = 'Count Automated Messages';
	return {
		...answerRulesOf(collectionValues(poll, 'options')),
		channels: parseChannels(poll.parameter('channels')),
		automatedCounts: poll.boolean('options.automatedCounts', automated, false),
		otherKinds: poll.boolean('options.otherKinds', 'Other Kinds of Messages', false),
		pauseAfterHumanMs: minutes * MINUTE_MS,
		now: poll.now(),
	};
}

/**
 * Reads as many messages of a conversation as the rules need, newest first. Stops earlier once only messages from before
 * `activatedAt` (ms), which are not emitted, depend on the rest. Throws an `ApiError`.
 */
export async function readForRules(
	poll: PollContext,
	id: string,
	rules: ThreadRules,
	activatedAt: number,
): Promise<IDataObject[]> {
	const { pauseAfterHumanMs = 0, handOverMs = 0, now } = rules;
	const since = Math.min(activatedAt, now - Math.max(pauseAfterHumanMs, handOverMs, HOUR_MS));
	const reachesPast = (messages: readonly IDataObject[]) =>
		messages.some((message) => timestampOf(message) < since);
	return await readThread(
		poll,
		threadPath(id),
		(messages) => hasEnoughMessages(messages, rules) || reachesPast(messages),
	).catch((error: unknown) => {
		if (!(error instanceof ApiError) || error.details.status !== 401) throw error;
		const scope = 'conversations/message.readonly' as const;
		const advice = `Reading conversations requires the scope ${scope}. Add it to the token.`;
		throw new ApiError({ ...error.details, advice });
	});
}

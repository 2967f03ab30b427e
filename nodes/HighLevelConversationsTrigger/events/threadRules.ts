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

/** Paths of the parameters that `filterOf` reads. */
export const CONTACT_FILTERS = [
	'filters.assignedTo',
	'filters.assignedUsers',
	'filters.blockedTags',
	'filters.contactId',
	'filters.requiredTags',
];

const collection = (poll: PollContext, name: 'filters' | 'options') =>
	(poll.parameter(name) ?? {}) as IDataObject;

/** Whose conversations are watched. Throws a `ParameterError`. */
export const watchedContacts = (poll: PollContext): ContactFilter =>
	contactFilterOf(collection(poll, 'filters'));

/** How the threads are read, but for the time that the contact must be quiet. Throws a `ParameterError`. */
export function threadRulesOf(poll: PollContext): ThreadRules {
	const minutes = poll.integer('options.pauseAfterHuman', 'Pause After Human', 60, 0);
	const automated = 'Count Automated Messages';
	return {
		...answerRulesOf(collection(poll, 'options')),
		channels: parseChannels(poll.parameter('channels')),
		automatedCounts: poll.boolean('options.automatedCounts', automated, false),
		otherKinds: poll.boolean('options.otherKinds', 'Other Kinds of Messages', false),
		pauseAfterHumanMs: minutes * MINUTE_MS,
		now: poll.now(),
	};
}

/**
 * Reads as much of a thread as the rules need, newest first, and nothing that only messages from before `floor` (ms)
 * depend on. Throws an `ApiError`.
 */
export async function readForRules(
	poll: PollContext,
	id: string,
	rules: ThreadRules,
	floor: number,
): Promise<IDataObject[]> {
	const { pauseAfterHumanMs = 0, handOverMs = 0, now } = rules;
	const since = Math.min(floor, now - Math.max(pauseAfterHumanMs, handOverMs, HOUR_MS));
	const isPast = (messages: readonly IDataObject[]) =>
		messages.some((message) => timestampOf(message) < since);
	return await readThread(
		poll,
		threadPath(id),
		(messages) => hasEnoughMessages(messages, rules) || isPast(messages),
	).catch((error: unknown) => {
		if (!(error instanceof ApiError) || error.details.status !== 401) throw error;
		const scope = 'conversations/message.readonly' as const;
		const advice = `Reading conversations requires the scope ${scope}. Add it to the token.`;
		throw new ApiError({ ...error.details, advice });
	});
}

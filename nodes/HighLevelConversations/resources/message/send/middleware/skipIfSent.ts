import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { FieldIssue, isEmpty, isSkipped, skippedItem } from '../../../../../shared/request';
import type { Guard, Job } from '../../../../../shared/request';
import { likenessOf, nameOf } from './messageKey';
import { sentBefore } from './sentMessages';
import type { Recorded } from './sentMessages';

const MOST_HOURS = 168;
const REASON = 'already sent';

function hoursOf(value: unknown): number | undefined {
	if (isEmpty(value)) return undefined;
	const hours = Number(value);
	if (hours >= 1 && hours <= MOST_HOURS) return hours;
	throw new FieldIssue(
		`'Skip If Sent Within' must be a number of hours from 1 to ${MOST_HOURS}, and is ${String(value).slice(0, 100)}`,
	);
}

/** What became of the first of several equal items of a run. */
interface Fate {
	outcome?: { items: INodeExecutionData[]; at: string } | { error: unknown };
}

/** What becomes of an item that equals one before it: the same, but that nothing is sent. */
function likeTheFirst(job: Job, outcome: NonNullable<Fate['outcome']>): INodeExecutionData[] {
	if ('error' in outcome) throw outcome.error;
	const [first] = outcome.items;
	if (isSkipped(first)) return [skippedItem(job, String(first.json.reason), first.json)];
	const { messageId, conversationId } = first.json as IDataObject;
	return [skippedItem(job, REASON, { messageId, conversationId, sentAt: outcome.at })];
}

/**
 * Looks in what HighLevel has recorded for the message that a job is about to send.
 * Returns what was found, and the guard that skips the message for it, or for an equal item of the run. Throws a
 * `FieldIssue` for hours out of range or a message that nothing tells from others, an `ApiFailure` where reading failed.
 */
export async function skipIfSent(
	job: Job,
	option: unknown,
): Promise<{ before?: Recorded; guard: Guard } | undefined> {
	const hours = hoursOf(option);
	if (hours === undefined) return undefined;
	const likeness = likenessOf(job);
	const { contactId, wording } = likeness;
	const key = nameOf(contactId, job.body.type, wording);
	const before = await sentBefore(job, likeness, hours);
	const fate = await job.once<Fate>(`fate ${key}`, async () => ({}));
	const guard: Guard = async ({ send, again }) => {
		// Items for one contact have their turns one after the other.
		if (fate.outcome) return likeTheFirst(job, fate.outcome);
		if (before && !again) return [skippedItem(job, REASON, before)];
		const sent = send();
		fate.outcome = await sent.then(
			(items) => ({ items, at: new Date().toISOString() }),
			(error: unknown) => ({ error }),
		);
		return await sent;
	};
	return { before, guard };
}

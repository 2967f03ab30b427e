import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ParameterError, isEmpty, isSkipped, skippedItem } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { messageKeyOf, nameOf } from './messageKey';
import { sentMessages } from './sentMessages';
import type { SentMessage } from './sentMessages';

const MOST_HOURS = 168;
const REASON = 'already sent';

function hoursOf(value: unknown): number | undefined {
	if (isEmpty(value)) return undefined;
	const hours = Number(value);
	if (hours >= 1 && hours <= MOST_HOURS) return hours;
	throw new ParameterError(
		`'Skip If Sent Within' must be a number of hours from 1 to ${MOST_HOURS}, and is ${String(value).slice(0, 100)}`,
	);
}

/** What became of the first of several equal items of a run. */
interface DuplicateGroup {
	outcome?: { items: INodeExecutionData[]; at: string } | { error: unknown };
}

/** What becomes of an item that equals one before it: the same, but that nothing is sent. */
function copyResultOfFirst(
	job: ItemContext,
	outcome: NonNullable<DuplicateGroup['outcome']>,
): INodeExecutionData[] {
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
	job: ItemContext,
	option: unknown,
): Promise<{ before?: SentMessage; guard: SendMiddleware } | undefined> {
	const hours = hoursOf(option);
	if (hours === undefined) return undefined;
	const likeness = messageKeyOf(job);
	const { contactId, wording } = likeness;
	const key = nameOf(contactId, job.body.type, wording);
	const before = await sentMessages(job, likeness, hours);
	const fate = await job.memoize<DuplicateGroup>(`fate ${key}`, async () => ({}));
	const guard: SendMiddleware = async ({ next: send, alreadySent: again }) => {
		// Items for one contact have their turns one after the other.
		if (fate.outcome) return copyResultOfFirst(job, fate.outcome);
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

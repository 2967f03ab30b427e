import type { IDataObject } from 'n8n-workflow';
import { ServerClock, ParameterError, isEmpty, isNotFound } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { readMessage } from '../../../shared/thread';
import type { ThreadReader } from '../../../shared/thread';
import { SECOND_MS } from '../../../shared/time';
import { conversationIdOf } from './conversationLookup';

/** Looks at most while a contact goes on writing: then what there is must do. */
const MOST_LOOKS = 10;

/** A way to read threads for an item, with HighLevel's clock. */
export interface ThreadLookup extends ThreadReader {
	now(): number;
}

/** Reads with the item's requests. */
export function lookingOf(job: ItemContext): ThreadLookup {
	const clock = new ServerClock();
	return {
		now: () => clock.now(),
		warn: (message) => job.warn(message),
		async get(path, query) {
			const reply = await job.request({ path, query });
			clock.hear(reply.headers);
			return reply;
		},
	};
}

/**
 * A message that a field names by its ID, be it listed yet or not.
 * Throws a `FieldIssue` that names the field where the conversation has no such message.
 */
export async function messageNamed(
	job: ItemContext,
	looking: ThreadLookup,
	id: string,
	label: string,
): Promise<IDataObject> {
	const issue = new ParameterError(
		`${label} names no message of the conversation: ${id.slice(0, 100)}`,
		"Use the ID of one of its messages: a list's 'ID', or the 'Message ID' of a webhook or of what sending returned.",
	);
	const message = await readMessage(looking, id).catch((error: unknown) => {
		throw isNotFound(error) ? issue : error;
	});
	if (message.conversationId !== conversationIdOf(job)) throw issue;
	return message;
}

/** The item's options, all at once: n8n takes its time over each parameter that is asked for. */
export const optionsIn = (job: ItemContext): IDataObject =>
	(job.parameter('options') ?? {}) as IDataObject;

/** Reads an item's fields when they are checked, and not again when it runs. */
export function parseOnce<T>(read: (job: ItemContext) => T): (job: ItemContext) => T {
	const known = new WeakMap<ItemContext, T>();
	return (job) => {
		const found = known.get(job) ?? read(job);
		known.set(job, found);
		return found;
	};
}

/** The conversation's ID, from its messages where there are any. */
export const conversationOf = (job: ItemContext, messages: readonly IDataObject[]): string =>
	String(messages.at(0)?.conversationId ?? conversationIdOf(job));

/** A number of seconds or the like out of a field, 0 where it is not set. Throws a `FieldIssue` outside of 0 to `most`. */
export function amountOf(given: unknown, label: string, most: number, unit: string): number {
	if (isEmpty(given)) return 0;
	const amount = typeof given === 'boolean' ? Number.NaN : Number(given);
	if (amount >= 0 && amount <= most) return amount;
	throw new ParameterError(
		`${label} must be a number of ${unit} from 0 to ${most.toLocaleString('en')}: ${String(given).slice(0, 100)}`,
	);
}

/** 'Wait for Quiet' in ms. */
export const quietMsOf = ({ waitForQuiet }: IDataObject): number =>
	amountOf(waitForQuiet, "'Wait for Quiet'", 300, 'seconds') * SECOND_MS;

/**
 * Looks again until the contact has written nothing for `quietMs`, a few times at most, and returns what it saw last.
 * A look tells when (ms) the contact will have been quiet long enough, undefined where there is nothing to wait for.
 */
export async function waitUntilSilent<Seen extends { quietAt?: number }>(
	job: ItemContext,
	looking: ThreadLookup,
	quietMs: number,
	first: Seen,
	look: () => Promise<Seen>,
): Promise<Seen> {
	let seen = first;
	for (let looks = 1; looks < MOST_LOOKS; looks++) {
		const { quietAt } = seen;
		if (quietAt === undefined) return seen;
		const waitMs = Math.min(quietMs, quietAt - looking.now());
		if (waitMs <= 0) return seen;
		await job.sleep(waitMs);
		seen = await look();
		if (seen.quietAt === quietAt) return seen;
	}
	return seen;
}

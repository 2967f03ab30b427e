import { ApiError, isNotFound } from '../../shared/request';
import type { Source } from './pollContext';

/** Polls that try to read a record before it is handed on without what cannot be read. */
const MOST_TRIES = 3;
/** Keeps what is counted small; the oldest go first. */
const MOST_COUNTED = 1000;
/** About the token or the pace, not about the one record. */
const ABOUT_ALL = [401, 429];

/** Polls that failed at a record, in this process. */
const tries = new Map<string, number>();

function countTry(key: string): number {
	const count = (tries.get(key) ?? 0) + 1;
	tries.delete(key);
	tries.set(key, count);
	const [oldest] = tries.keys();
	if (tries.size > MOST_COUNTED) tries.delete(oldest);
	return count;
}

/** A record could not be read, and the next poll tries again. */
export class NotYet extends ApiError {}

/** Whether somebody must act, or the failure will pass for all records alike. */
const concernsAll = ({ details: { kind, status = 0 } }: ApiError): boolean =>
	(kind !== 'refused' && kind !== 'unreadable' && kind !== 'lost') || ABOUT_ALL.includes(status);

/**
 * Reads something that belongs to a record, so that one that cannot be read does not keep all others from being handed on:
 * what is gone is left out at once, what cannot be read after three polls. Returns undefined then, and adds to `hints`
 * why. Throws a `NotYet` before, and any failure that is not about the one record.
 */
export async function unlessUnreadable<T>(
	source: Source,
	what: { path: string; name: string },
	read: () => Promise<T>,
	hints: string[] = [],
): Promise<T | undefined> {
	const key = `${source.owner} ${what.path}`;
	const found = await read().catch((error: unknown) => {
		if (!(error instanceof ApiError) || concernsAll(error)) throw error;
		const { kind, status = 0 } = error.details;
		// To try again would be of no use where HighLevel no longer has it.
		const mayCome = !isNotFound(error) && !source.testing;
		if (mayCome && countTry(key) < MOST_TRIES) throw new NotYet(error.details);
		const why = kind === 'refused' ? `status ${status}` : 'no readable answer';
		const hint = `${what.name} could not be read (${why}) and is left out.`;
		source.warn(hint);
		hints.push(hint);
		return undefined;
	});
	if (found !== undefined) tries.delete(key);
	return found;
}

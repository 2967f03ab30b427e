import { ParameterError } from '../errors';
import { stringOf } from '../values';
import type { Session } from './session';

/**
 * The location to work at: the node's own, else the credential's; undefined if neither names one. Throws a `ParameterError` if the
 * node's is not a text.
 */
export function optionalLocation(
	{ locationId }: Pick<Session, 'locationId'>,
	own: unknown,
): string | undefined {
	const given = stringOf(own, "'Location ID'");
	return (typeof given === 'string' && given.trim()) || locationId;
}

/** The location to work at, see `optionalLocation`. Throws a `ParameterError` if neither node nor credential names one. */
export function requiredLocation(session: Pick<Session, 'locationId'>, own: unknown): string {
	const location = optionalLocation(session, own);
	if (location) return location;
	throw new ParameterError(
		"'Location ID' is not set in the node or the credential",
		'Enter the ID of the sub-account in the credential. HighLevel shows it under Settings > Business Profile.',
	);
}

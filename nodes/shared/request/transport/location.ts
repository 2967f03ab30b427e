import { ParameterError } from '../errors';
import { stringOf } from '../values';
import type { Session } from './session';

/**
 * The Location ID of the node, or that of the credential if the node's is empty; undefined if both are.
 * Throws a `ParameterError` if the node's value is not text.
 */
export function optionalLocation(
	{ locationId }: Pick<Session, 'locationId'>,
	nodeValue: unknown,
): string | undefined {
	const ownLocation = stringOf(nodeValue, "'Location ID'");
	return (typeof ownLocation === 'string' && ownLocation.trim()) || locationId;
}

/** The Location ID, see `optionalLocation`. Throws a `ParameterError` if neither the node nor the credential has one. */
export function requiredLocation(session: Pick<Session, 'locationId'>, nodeValue: unknown): string {
	const location = optionalLocation(session, nodeValue);
	if (location) return location;
	throw new ParameterError(
		"'Location ID' is not set in the node or the credential",
		'Enter the ID of the sub-account in the credential. HighLevel shows it under Settings > Business Profile.',
	);
}

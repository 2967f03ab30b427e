import type { Case } from './case';
import { conversation } from './conversation';
import { messageReads } from './messageReads';
import { messageWrites } from './messageWrites';
import { preference } from './preference';
import { search } from './search';
import { upload } from './upload';

export type { Case, ExpectedRequest } from './case';

/** All cases, by resource and operation. */
export const cases = {
	conversation,
	message: { ...messageWrites, ...messageReads },
	preference,
	search,
	upload,
};

/** The cases of an operation; an empty list if there are none. */
export function casesOf(resource: string, operation: string): Case[] {
	const known = Object.entries(cases).find(([name]) => name === resource);
	return known?.[1][operation] ?? [];
}

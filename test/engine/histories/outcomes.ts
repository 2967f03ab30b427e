import type { Fault } from '../../../sandbox';
import { REFUSED, SEND_PATH } from '../fixtures';
import type { Location } from './location';
import type { Outcome } from './steps';

export const THREAD_PATH = /^\/conversations\/(?!messages)[^/]+\/messages$/;

/** The faults for the message that an execution sends to a conversation. `map` is called when HighLevel accepts a message. */
export function faultsOf(
	outcome: Outcome,
	location: Location,
	to: number,
	map: Fault['map'],
): Fault[] {
	const path = SEND_PATH;
	const overtake = () => {
		location.person(to);
		return true;
	};
	const faults: Partial<Record<Outcome, Fault>> = {
		refused: { path, status: 422, body: { message: 'No' } },
		limited: { path, ...REFUSED },
		overtaken: { path, ...REFUSED, when: overtake },
		blind: { path: THREAD_PATH, status: 403 },
		lostBefore: { path, disconnect: 'before' },
		lostAfter: { path, disconnect: 'after', map },
	};
	const fault = faults[outcome];
	const accepted = { path, times: 99, headers: location.inbox.date, map };
	return fault ? [fault, accepted] : [accepted];
}

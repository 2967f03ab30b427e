import type {
	IDataObject,
	ILoadOptionsFunctions,
	IPollFunctions,
	ISupplyDataFunctions,
} from 'n8n-workflow';
import type { ApiVersion } from '../../../../credentials/shared/fields';
import { ServerClock, locationAt, openSession, sendWithRetry } from '../transport';
import type { ApiResponse, Session } from '../transport';
import { removeEmpty } from '../values';

/** A reply that takes longer than this is given up, ms. */
const MAX_REPLY_MS = 60_000;

/** A way to read for a caller whose requests name no location, e.g. an agent's memory. */
export interface Reading {
	/** Sends one GET at the pace of everything else; query values that are empty stay out. Throws an `ApiError`. */
	get(path: string, query: IDataObject): Promise<ApiResponse>;
	/** HighLevel's clock as its last reply told it, this computer's before the first; ms. */
	now(): number;
}

/** A way to read for a caller without items: a picker of the editor, a trigger. */
export interface Reader extends Reading {
	locationId: string;
}

function readingBy(session: Session, version?: ApiVersion): Reading {
	const clock = new ServerClock();
	return {
		now: () => clock.now(),
		async get(path, query) {
			const reply = await sendWithRetry(session, {
				options: {
					method: 'GET',
					url: `${session.baseUrl}${path}`,
					qs: removeEmpty(query),
					headers: { Accept: 'application/json', ...(version && { Version: version }) },
					timeout: MAX_REPLY_MS,
				},
				expect: 'json',
			});
			clock.hear(reply.headers);
			return reply;
		},
	};
}

/** Opens a way to read. Throws what `openSession` throws. */
export const openReading = async (context: ISupplyDataFunctions): Promise<Reading> =>
	readingBy(await openSession(context));

/**
 * Opens a way to read at a location: the node's own, else the credential's. `version` is the API's, the credential's unless told.
 * Throws a `ParameterError` where neither names one, and what `openSession` throws.
 */
export async function openReader(
	context: ILoadOptionsFunctions | IPollFunctions | ISupplyDataFunctions,
	ownLocation: unknown,
	version?: ApiVersion,
): Promise<Reader> {
	const session = await openSession(context);
	const locationId = locationAt(session, ownLocation);
	return { ...readingBy(session, version), locationId };
}

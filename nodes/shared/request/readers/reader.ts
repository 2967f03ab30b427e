import type {
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	ISupplyDataFunctions,
} from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import { ServerClock, requiredLocation, openSession, sendWithRetry } from '../transport';
import type { ApiResponse, Session } from '../transport';
import { removeEmpty } from '../values';
import { MINUTE_MS } from '../../time';

/** Time-out of the requests, ms. */
const READ_TIMEOUT_MS = MINUTE_MS;

/** A client for reads that need no Location ID, e.g. in a memory node. */
export interface Reader {
	/** Sends a GET request within the rate limit. Empty query values are omitted. Throws an `ApiError`. */
	get(path: string, query: IDataObject): Promise<ApiResponse>;
	/** The time in ms since 1970, see `ServerClock`. */
	now(): number;
}

/** A client for reads at a location, e.g. in a trigger. */
export interface LocationReader extends Reader {
	locationId: string;
}

/** A client for lists in the editor, some of which HighLevel searches with POST requests. */
export interface ListReader extends LocationReader {
	/** Sends a POST request that only reads. Throws an `ApiError`. */
	post(path: string, body: IDataObject): Promise<ApiResponse>;
	/** Base URL of the API, without a trailing slash. */
	baseUrl: string;
	/** Whether the token certainly lacks a scope. */
	lacksScope: Session['lacksScope'];
}

/** Creates the client for a session. `version` is the API version, by default that of the credential. */
function clientFor(session: Session, version?: RequestVersion): Reader & Pick<ListReader, 'post'> {
	const clock = new ServerClock();
	const send = async (
		path: string,
		options: Pick<IHttpRequestOptions, 'method' | 'qs' | 'body'>,
	) => {
		const response = await sendWithRetry(session, {
			options: {
				...options,
				url: `${session.baseUrl}${path}`,
				headers: {
					Accept: 'application/json',
					...(version && { Version: version }),
					...(options.body && { 'Content-Type': 'application/json' }),
				},
				timeout: READ_TIMEOUT_MS,
			},
			expect: 'json',
		});
		clock.update(response.headers);
		return response;
	};
	return {
		now: () => clock.now(),
		get: async (path, query) => await send(path, { method: 'GET', qs: removeEmpty(query) }),
		post: async (path, body) => await send(path, { method: 'POST', body: removeEmpty(body) }),
	};
}

/** Opens a client with the credential of the caller. Throws what `openSession` throws. */
export const openReader = async (context: ISupplyDataFunctions): Promise<Reader> =>
	clientFor(await openSession(context));

/**
 * Opens a client for a location: that of the node, or of the credential if it is empty. `version` is the API version, by
 * default that of the credential. Throws a `ParameterError` if neither has a location, and what `openSession` throws.
 */
export async function openLocationReader(
	context: ILoadOptionsFunctions | IPollFunctions | ISupplyDataFunctions,
	nodeLocationId: unknown,
	version?: RequestVersion,
): Promise<ListReader> {
	const session = await openSession(context);
	const locationId = requiredLocation(session, nodeLocationId);
	const { baseUrl, lacksScope } = session;
	return { ...clientFor(session, version), locationId, baseUrl, lacksScope };
}

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

/** A reply that takes longer than this is given up, ms. */
const MAX_REPLY_MS = 60_000;

/** A way to read for a caller whose requests name no location, e.g. an agent's memory. */
export interface Reader {
	/** Sends one GET at the pace of everything else; query values that are empty stay out. Throws an `ApiError`. */
	get(path: string, query: IDataObject): Promise<ApiResponse>;
	/** HighLevel's clock as its last reply told it, this computer's before the first; ms. */
	now(): number;
}

/** A way to read for a caller without items: a picker of the editor, a trigger. */
export interface LocationReader extends Reader {
	locationId: string;
}

/** A way to read lists that HighLevel searches by POST. */
export interface ListReader extends LocationReader {
	/** Sends one POST that only reads. Throws an `ApiError`. */
	post(path: string, body: IDataObject): Promise<ApiResponse>;
	/** The API's, without a slash at the end. */
	baseUrl: string;
	/** Whether the token was granted without a scope, as far as is known. */
	lacksScope: Session['lacksScope'];
}

function readingBy(session: Session, version?: RequestVersion): Reader & Pick<ListReader, 'post'> {
	const clock = new ServerClock();
	const send = async (
		path: string,
		options: Pick<IHttpRequestOptions, 'method' | 'qs' | 'body'>,
	) => {
		const reply = await sendWithRetry(session, {
			options: {
				...options,
				url: `${session.baseUrl}${path}`,
				headers: {
					Accept: 'application/json',
					...(version && { Version: version }),
					...(options.body && { 'Content-Type': 'application/json' }),
				},
				timeout: MAX_REPLY_MS,
			},
			expect: 'json',
		});
		clock.update(reply.headers);
		return reply;
	};
	return {
		now: () => clock.now(),
		get: async (path, query) => await send(path, { method: 'GET', qs: removeEmpty(query) }),
		post: async (path, body) => await send(path, { method: 'POST', body: removeEmpty(body) }),
	};
}

/** Opens a way to read. Throws what `openSession` throws. */
export const openReader = async (context: ISupplyDataFunctions): Promise<Reader> =>
	readingBy(await openSession(context));

/**
 * Opens a way to read at a location: the node's own, else the credential's. `version` is the API's, by default the credential's.
 * Throws a `ParameterError` if neither names one, and what `openSession` throws.
 */
export async function openLocationReader(
	context: ILoadOptionsFunctions | IPollFunctions | ISupplyDataFunctions,
	ownLocation: unknown,
	version?: RequestVersion,
): Promise<ListReader> {
	const session = await openSession(context);
	const locationId = requiredLocation(session, ownLocation);
	const { baseUrl, lacksScope } = session;
	return { ...readingBy(session, version), locationId, baseUrl, lacksScope };
}

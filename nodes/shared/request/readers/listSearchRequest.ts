import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import { ApiError, isMissingScope, readError } from '../errors';
import type { ApiErrorDetails, Scope } from '../errors';
import { openLocationReader } from './reader';

/** What a list of the editor asks HighLevel for. The Location ID is added. */
export interface ListRequest {
	/** Takes the Location ID as `{locationId}`; otherwise it goes into the query or the body. */
	path: string;
	query?: IDataObject;
	/** Makes it a POST. */
	body?: IDataObject;
	/** Version of the API, by default the credential's. */
	version?: RequestVersion;
	/** An optional scope that only this list needs. */
	scope?: Scope;
}

/** A page of a list, and the location that it is about. */
interface ListReply {
	body: unknown;
	locationId: string;
}

const isRefusedFor = (error: unknown): error is ApiError =>
	error instanceof ApiError && isMissingScope(error.details);

/** Reads one page within the rate limit. Returns undefined if it is known that the token lacks the scope. */
async function readPage(
	context: ILoadOptionsFunctions,
	{ path, query = {}, body: sent, version, scope }: ListRequest,
	locationFound: (id: string) => void,
): Promise<ListReply | undefined> {
	const ownLocation = context.getCurrentNodeParameter('locationId');
	const reader = await openLocationReader(context, ownLocation, version);
	const { locationId } = reader;
	locationFound(locationId);
	if (scope && reader.lacksScope(scope)) return undefined;
	const isInPath = path.includes('{locationId}');
	const url = path.replace('{locationId}', encodeURIComponent(locationId));
	const own = isInPath ? {} : { locationId };
	const { body } = sent
		? await reader.post(url, { ...sent, ...own })
		: await reader.get(url, { ...query, ...own });
	return { body, locationId };
}

/** Makes n8n's own errors of what `work` throws. */
async function withNodeErrors<T>(
	context: ILoadOptionsFunctions,
	work: (locationFound: (id: string) => void) => Promise<T>,
): Promise<T> {
	let locationId: string | undefined;
	return await work((id) => (locationId = id)).catch((error: unknown) => {
		throw readError(error, { node: context.getNode(), locationId });
	});
}

/**
 * Reads one page for a list of the editor. If the token lacks the list's scope, the error says that an ID can be entered without it.
 * Throws a `NodeApiError`, or a `NodeOperationError` if there is no location.
 */
export async function listSearchRequest(
	context: ILoadOptionsFunctions,
	request: ListRequest,
): Promise<ListReply> {
	const { scope } = request;
	const lacking = (details: ApiErrorDetails) =>
		new ApiError({
			...details,
			advice: `This list requires the scope '${scope}'. In HighLevel, add it to the private integration, or to the app and reconnect. Entering an ID works without it.`,
		});
	return await withNodeErrors(context, async (locationFound) => {
		const page = await readPage(context, request, locationFound).catch((error: unknown) => {
			throw scope && isRefusedFor(error) ? lacking(error.details) : error;
		});
		if (page) return page;
		throw lacking({ kind: 'status', status: 401, title: 'The token is missing a scope' });
	});
}

/** The same for a list that can be left out: returns undefined if the token lacks its scope. */
export async function optionalListRequest(
	context: ILoadOptionsFunctions,
	request: ListRequest,
): Promise<ListReply | undefined> {
	return await withNodeErrors(
		context,
		async (locationFound) =>
			await readPage(context, request, locationFound).catch((error: unknown) => {
				if (isRefusedFor(error)) return undefined;
				throw error;
			}),
	);
}

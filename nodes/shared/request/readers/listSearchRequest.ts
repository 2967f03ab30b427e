import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import { ApiError, isMissingScope, toReadError } from '../errors';
import type { ApiErrorDetails, Scope } from '../errors';
import { openLocationReader } from './reader';

/** A request for a list in the editor. The Location ID is added. */
export interface ListRequest {
	/** If it contains `{locationId}`, the Location ID goes there, otherwise into the query or the body. */
	path: string;
	query?: IDataObject;
	/** If set, the request is a POST. */
	body?: IDataObject;
	/** API version, by default that of the credential. */
	version?: RequestVersion;
	/** An optional scope that only this list requires. */
	scope?: Scope;
}

/** A page of a list, and the location it was requested for. */
interface ListPage {
	body: unknown;
	locationId: string;
}

const isScopeError = (error: unknown): error is ApiError =>
	error instanceof ApiError && isMissingScope(error.details);

/** Requests a page. Passes the Location ID to `onLocation`. Returns undefined if the token certainly lacks the scope. */
async function readPage(
	context: ILoadOptionsFunctions,
	{ path, query = {}, body: requestBody, version, scope }: ListRequest,
	onLocation: (locationId: string) => void,
): Promise<ListPage | undefined> {
	const ownLocation = context.getCurrentNodeParameter('locationId');
	const reader = await openLocationReader(context, ownLocation, version);
	const { locationId } = reader;
	onLocation(locationId);
	if (scope && reader.lacksScope(scope)) return undefined;
	const location = path.includes('{locationId}') ? {} : { locationId };
	const url = path.replace('{locationId}', encodeURIComponent(locationId));
	const { body } = requestBody
		? await reader.post(url, { ...requestBody, ...location })
		: await reader.get(url, { ...query, ...location });
	return { body, locationId };
}

/** Runs `work`, and converts its errors to n8n's. `work` passes on the Location ID, which errors contain. */
async function withNodeErrors<T>(
	context: ILoadOptionsFunctions,
	work: (onLocation: (locationId: string) => void) => Promise<T>,
): Promise<T> {
	let locationId: string | undefined;
	return await work((id) => (locationId = id)).catch((error: unknown) => {
		throw toReadError(error, { node: context.getNode(), locationId });
	});
}

/**
 * Requests a page for a list in the editor. Throws a `NodeApiError`, or a `NodeOperationError` if there is no Location ID. If
 * the token lacks the scope of the list, the error says that entering an ID works without it.
 */
export async function listSearchRequest(
	context: ILoadOptionsFunctions,
	request: ListRequest,
): Promise<ListPage> {
	const { scope } = request;
	const missingScopeError = (details: ApiErrorDetails) =>
		new ApiError({
			...details,
			advice: `This list requires the scope '${scope}'. In HighLevel, add it to the private integration, or to the app and reconnect. Entering an ID works without it.`,
		});
	return await withNodeErrors(context, async (onLocation) => {
		const page = await readPage(context, request, onLocation).catch((error: unknown) => {
			throw scope && isScopeError(error) ? missingScopeError(error.details) : error;
		});
		if (page) return page;
		throw missingScopeError({ kind: 'status', status: 401, title: 'The token is missing a scope' });
	});
}

/** Like `listSearchRequest`, for a list that is optional: returns undefined if the token lacks its scope. */
export async function optionalListRequest(
	context: ILoadOptionsFunctions,
	request: ListRequest,
): Promise<ListPage | undefined> {
	return await withNodeErrors(
		context,
		async (onLocation) =>
			await readPage(context, request, onLocation).catch((error: unknown) => {
				if (isScopeError(error)) return undefined;
				throw error;
			}),
	);
}

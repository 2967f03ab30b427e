import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import { ApiError, isMissingScope, readError } from '../errors';
import type { Scope } from '../errors';
import { openReader } from './reader';

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

/** The failure of a list, which says that an ID can be entered without it if the token lacks its scope. */
function listError(error: unknown, scope: Scope | undefined): unknown {
	if (!scope || !(error instanceof ApiError) || !isMissingScope(error.details)) return error;
	return new ApiError({
		...error.details,
		advice: `This list needs the scope '${scope}'. Add it to the private integration (or to the app, then reconnect) in HighLevel. Entering an ID works without it.`,
	});
}

/**
 * Reads one page for a list of the editor, within the rate limit. Returns the response's body and the location it is about.
 * Throws a `NodeApiError`, or a `NodeOperationError` if there is no location.
 */
export async function listSearchRequest(
	context: ILoadOptionsFunctions,
	{ path, query = {}, body: sent, version, scope }: ListRequest,
): Promise<{ body: unknown; locationId: string }> {
	let locationId: string | undefined;
	try {
		const ownLocation = context.getCurrentNodeParameter('locationId');
		const reader = await openReader(context, ownLocation, version);
		({ locationId } = reader);
		const isInPath = path.includes('{locationId}');
		const url = path.replace('{locationId}', encodeURIComponent(locationId));
		const own = isInPath ? {} : { locationId };
		const { body } = sent
			? await reader.post(url, { ...sent, ...own })
			: await reader.get(url, { ...query, ...own });
		return { body, locationId };
	} catch (error) {
		throw readError(listError(error, scope), { node: context.getNode(), locationId });
	}
}

import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import type { ApiVersion } from '../../../../credentials/shared/fields';
import { readError } from '../errors';
import { openReader } from './reader';

/**
 * Reads one page for a picker of the editor, at the same pace as everything else; `version` is the API's, the credential's unless told.
 * Returns the reply's body and the location it is about. Throws a `NodeApiError`, or a `NodeOperationError` without a location.
 */
export async function listSearchRequest(
	context: ILoadOptionsFunctions,
	path: string,
	query: IDataObject,
	version?: ApiVersion,
): Promise<{ body: unknown; locationId: string }> {
	let locationId: string | undefined;
	try {
		const reader = await openReader(
			context,
			context.getCurrentNodeParameter('locationId'),
			version,
		);
		({ locationId } = reader);
		const { body } = await reader.get(path, { ...query, locationId });
		return { body, locationId };
	} catch (error) {
		throw readError(error, { node: context.getNode(), locationId });
	}
}

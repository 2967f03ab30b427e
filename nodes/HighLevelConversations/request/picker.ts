import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { apiError } from './errors';
import { ApiFailure, FieldIssue } from './failure';
import { openSession } from './session';
import { API_VERSION, transmit } from './transport';
import { tidy } from './values';

/**
 * Reads one page for a picker of the editor, at the same pace as everything else.
 * Returns the reply's body and the location it is about. Throws a `NodeApiError`, or a `FieldIssue` without a location.
 */
export async function pickerRequest(
	context: ILoadOptionsFunctions,
	path: string,
	query: IDataObject,
): Promise<{ body: unknown; locationId: string }> {
	const session = await openSession(context);
	const own = context.getCurrentNodeParameter('locationId');
	const locationId = (typeof own === 'string' ? own.trim() : '') || session.locationId;
	if (!locationId) {
		throw new FieldIssue(
			"'Location ID' is empty",
			'Fill it in, here or in the credential, to load the list.',
		);
	}
	const request = {
		method: 'GET' as const,
		url: `${session.baseUrl}${path}`,
		qs: tidy({ ...query, locationId }),
		headers: { Accept: 'application/json', Version: API_VERSION },
	};
	const { body } = await transmit(session, {
		options: request,
		repeat: 'always',
		expect: 'json',
	}).catch((error: unknown) => {
		if (!(error instanceof ApiFailure)) throw error;
		throw apiError(error.facts, {
			node: context.getNode(),
			plan: { repeat: 'always' },
			locationId,
		});
	});
	return { body, locationId };
}

import type { IDataObject, IExecutePaginationFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { ItemContext, OperationSpec } from '../operationSpec';
import { optionalLocation, requiredLocation } from '../transport';
import type { Session } from '../transport';
import { convertValues, isPlain, pathId, removeEmpty } from '../values';
import type { ValueRule } from '../values';
import { isToolNode, ParameterError } from '../errors';
import { parameterOf, trimmedId } from './parameters';
import { PreparedItem } from './preparedItem';
import type { PreparedRequest, RunServices } from './preparedItem';

/** The values with all IDs trimmed, see `trimmedId`. */
const trimmedIds = (values: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			isPlain(value) ? trimmedIds(value) : trimmedId(name, value),
		]),
	) as IDataObject;

/** Checks and converts values, and removes empty ones. Throws a `ParameterError`. */
const convertedValues = (values: IDataObject, valueRules: ValueRule[], timezone: string) =>
	removeEmpty(trimmedIds(convertValues(values, valueRules, timezone)));

/** Replaces the placeholders in the URL's path by the item's IDs. Throws a `ParameterError` if one is empty. */
const pathFor = (
	url: string,
	context: IExecutePaginationFunctions,
	{ ids }: OperationSpec,
	location?: string,
): string =>
	url.replace(/\{(\w+)\}/g, (_, name: string) =>
		pathId(name === 'locationId' ? location : parameterOf(context, name), ids[name]),
	);

/** Throws a `ParameterError` if the operation requires another API version than the credential has. */
function assertVersion({ apiVersion }: Session, { requiredVersion }: OperationSpec): void {
	if (requiredVersion === undefined || requiredVersion === apiVersion) return;
	throw new ParameterError(
		`This operation requires API version ${requiredVersion}, but the credential uses ${apiVersion}`,
		`Choose ${requiredVersion} as the 'API Version' of the credential. Nothing was sent.`,
	);
}

/** Builds the request of an item from the declared one: adds IDs and location, converts values. Throws a `ParameterError`. */
function prepareRequest(
	context: IExecutePaginationFunctions,
	session: Session,
	spec: OperationSpec,
	declared: IHttpRequestOptions,
): PreparedRequest {
	const locationOf = spec.location === 'bodyIfKnown' ? optionalLocation : requiredLocation;
	const locationId = spec.location && locationOf(session, parameterOf(context, 'locationId'));
	const path = pathFor(declared.url, context, spec, locationId);
	const query = { ...declared.qs };
	const body = { ...(declared.body as IDataObject) };
	if (spec.location === 'query') query.locationId = locationId;
	if (spec.location === 'body' || spec.location === 'bodyIfKnown') body.locationId = locationId;
	const timezone = context.getTimezone();
	return {
		path,
		locationId,
		query: convertedValues(query, spec.query, timezone),
		body: convertedValues(body, spec.body, timezone),
	};
}

/** Replaces values that are not IDs, e.g. a contact's phone number, by the IDs that are found for them. */
async function resolveLookups(item: ItemContext, lookups: OperationSpec['lookups']): Promise<void> {
	const isTool = isToolNode(item.context.getNode());
	for (const [name, { mode, isNotAnId, find }] of Object.entries(lookups)) {
		const locator = item.context.getNodeParameter(name, null) as { mode?: unknown } | null;
		const values = name in item.query ? item.query : item.body;
		const value = values[name];
		if (value === undefined) continue;
		if (locator?.mode !== mode && !(isTool && isNotAnId(String(value)))) continue;
		const key = JSON.stringify([name, item.requireLocationId(), value]);
		values[name] = await item.memoize(key, async () => await find(item, String(value)));
	}
}

/**
 * Prepares an item for sending: encodes IDs, adds the location, checks and converts values. `declared` contains the values
 * of the item's fields and the node's options. Only sends requests to look up IDs. Throws a `ParameterError` for anything that
 * HighLevel would reject.
 */
export async function createItemContext(
	context: IExecutePaginationFunctions,
	session: Session,
	spec: OperationSpec,
	declared: IHttpRequestOptions,
	run: RunServices,
): Promise<ItemContext> {
	assertVersion(session, spec);
	const request = prepareRequest(context, session, spec, declared);
	const item = new PreparedItem(context, session, spec, declared, run, request);
	// Read each boolean parameter now, so that an invalid one is rejected before anything is sent.
	for (const path of Object.keys(spec.toggles)) item.parameter(path);
	await resolveLookups(item, spec.lookups);
	await spec.check?.(item);
	return item;
}

import type { IDataObject, IExecutePaginationFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { ItemContext, OperationSpec } from '../operationSpec';
import {
	optionalLocation,
	requiredLocation,
	pause,
	sendForFile,
	sendWithRetry,
} from '../transport';
import type { FileAccess, Session } from '../transport';
import { convertValues, isPlain, pathId, removeEmpty, converters } from '../values';
import type { ValueRule } from '../values';
import { ApiError, isToolNode, ParameterError, warn } from '../errors';
import { mayHaveBeenSent, sendOnlyOnce } from './sendOnlyOnce';
import { requestOptionsFor } from './requestOptions';

/** An ID that was copied with spaces around it would match nothing, without a word. */
const trimmedId = (path: string, value: unknown): unknown =>
	typeof value === 'string' && /(^i|I|_i)d$/.test(path) ? value.trim() : value;

/** A node's parameter by its path; a resource locator's own value. Undefined where it is not shown or not set. */
export function parameterOf(context: IExecutePaginationFunctions, path: string): unknown {
	// Without a fallback n8n throws where a collection's member is not set.
	const value = context.getNodeParameter(path, null) ?? undefined;
	// n8n takes a locator without its mark '__rl', too, as people write it by hand.
	const isLocator = typeof value === 'object' && 'mode' in value && 'value' in value;
	// Extracting from what is not shown throws as well, so only a locator is asked for its value.
	const plain = isLocator ? context.getNodeParameter(path, null, { extractValue: true }) : value;
	return trimmedId(path, plain);
}

/**
 * Reads an item's parameters by their paths. A switch is true or false, also if an expression gives it as text; throws a
 * `ParameterError` for anything else.
 */
export const parametersOf =
	(context: IExecutePaginationFunctions, { toggles }: Pick<OperationSpec, 'toggles'>) =>
	(path: string): unknown => {
		const value = parameterOf(context, path);
		if (!Object.hasOwn(toggles, path)) return value;
		return converters.boolean(value, { label: toggles[path], timezone: context.getTimezone() });
	};

const trimmedIds = (values: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			isPlain(value) ? trimmedIds(value) : trimmedId(name, value),
		]),
	) as IDataObject;

/** The values as they are sent: checked and converted, without what is empty. Throws a `ParameterError`. */
const convertedValues = (values: IDataObject, valueRules: ValueRule[], timezone: string) =>
	removeEmpty(trimmedIds(convertValues(values, valueRules, timezone)));

/** The URL's path with the item's IDs in it. Throws a `ParameterError`. */
const pathFor = (
	url: string,
	context: IExecutePaginationFunctions,
	{ ids }: OperationSpec,
	location?: string,
): string =>
	url.replace(/\{(\w+)\}/g, (_, name: string) =>
		pathId(name === 'locationId' ? location : parameterOf(context, name), ids[name]),
	);

function assertVersion(
	{ apiVersion }: Session,
	{ requiredVersion: neededVersion }: OperationSpec,
): void {
	if (neededVersion === undefined || neededVersion === apiVersion) return;
	throw new ParameterError(
		`This operation requires API version ${neededVersion}, but the credential uses ${apiVersion}`,
		`Choose ${neededVersion} as the 'API Version' of the credential. Nothing was sent.`,
	);
}

/** What a item shares with the others of its run. */
interface RunServices extends Pick<ItemContext, 'memoize'> {
	/** Called before each request that the item sends; throws if none may be sent any more. */
	throwIfAborted(): void;
	/** Lets other items go on while this one only waits. */
	releaseWhile(wait: () => Promise<void>): Promise<void>;
	/** The steps of all items that must not be done twice, kept over all tries of the node. */
	sentSteps: Map<string, Promise<unknown>>;
}

/** Puts the IDs in the place of values that have to be looked up. */
async function resolveLookups(item: ItemContext, lookups: OperationSpec['lookups']): Promise<void> {
	const isTool = isToolNode(item.context.getNode());
	for (const [name, { mode, isNotAnId, find }] of Object.entries(lookups)) {
		const given = item.context.getNodeParameter(name, null) as { mode?: unknown } | null;
		const values = name in item.query ? item.query : item.body;
		const value = values[name];
		if (value === undefined) continue;
		if (given?.mode !== mode && !(isTool && isNotAnId(String(value)))) continue;
		const key = JSON.stringify([name, item.requireLocationId(), value]);
		values[name] = await item.memoize(key, async () => await find(item, String(value)));
	}
}

/**
 * Makes an item of what n8n collected for one item: ids encoded, the location filled in, values checked and converted.
 * Sends nothing but what it takes to look values up. Throws a `ParameterError` for anything that HighLevel would refuse.
 */
export async function createItemContext(
	context: IExecutePaginationFunctions,
	session: Session,
	spec: OperationSpec,
	declared: IHttpRequestOptions,
	{ throwIfAborted, releaseWhile, memoize, sentSteps }: RunServices,
): Promise<ItemContext> {
	assertVersion(session, spec);
	const locate = spec.location === 'bodyIfKnown' ? optionalLocation : requiredLocation;
	const location = spec.location && locate(session, parameterOf(context, 'locationId'));
	const path = pathFor(declared.url, context, spec, location);
	const method = declared.method ?? 'GET';
	const query = { ...declared.qs };
	const body = { ...(declared.body as IDataObject) };
	if (spec.location === 'query') query.locationId = location;
	if (spec.location === 'body' || spec.location === 'bodyIfKnown') body.locationId = location;

	const timezone = context.getTimezone();
	const warnings: string[] = [];
	const stepKey = (key: string) => `${context.getItemIndex()} ${key}`;
	const network = {
		timeout: declared.timeout,
		proxy: declared.proxy,
		skipSslCertificateValidation: declared.skipSslCertificateValidation,
	};
	const { baseUrl, signal } = session;
	const fileAccess: FileAccess = { helpers: context.helpers, network, baseUrl, signal };
	const sendOnly: Session['send'] = async (options) => {
		throwIfAborted();
		return await session.send(options, context);
	};
	const send: Session['send'] = async (options) =>
		options.encoding === 'stream'
			? await sendForFile(sendOnly, options, fileAccess)
			: await sendOnly(options);
	const item: ItemContext = {
		context,
		session,
		spec,
		itemIndex: context.getItemIndex(),
		fileAccess,
		locationId: location,
		requireLocationId: () => requiredLocation(session, parameterOf(context, 'locationId')),
		path,
		method,
		query: convertedValues(query, spec.query, timezone),
		body: convertedValues(body, spec.body, timezone),
		// Items with other credentials do not share what was found with these.
		memoize: async (key, work) => await memoize(`${session.key} ${key}`, work),
		extraOutput: {},
		parameter: parametersOf(context, spec),
		warnings,
		beforeSend: [],
		sendOnlyOnce: async <T>(key: string, work: () => Promise<T>) =>
			await sendOnlyOnce(sentSteps as Map<string, Promise<T>>, stepKey(key), work),
		wasSent: async (key) => await mayHaveBeenSent(sentSteps.get(stepKey(key))),
		warn(message) {
			warnings.push(message);
			warn(context, message);
		},
		sleep: async (ms) => await releaseWhile(async () => await pause(ms, session.signal)),
		async get({ step, scope, ...request }) {
			const method = request.body ? 'POST' : 'GET';
			const options = requestOptionsFor(declared, session, item, { method, ...request });
			return await sendWithRetry(session, { options, expect: 'json' }, send).catch(
				(error: unknown) => {
					if (!(error instanceof ApiError)) throw error;
					throw new ApiError({ ...error.details, step, scope, nothingWasSent: true });
				},
			);
		},
		async request(call = {}) {
			const isOwn = (call.path ?? call.method) === undefined;
			const prepared = async (options: IHttpRequestOptions) => {
				const changes = [...item.beforeSend, ...(call.prepare ? [call.prepare] : [])];
				const declaredBody = (options.body ?? {}) as IDataObject;
				const finalBody = changes.reduce((current, change) => change(current), declaredBody);
				return await send(changes.length > 0 ? { ...options, body: finalBody } : options);
			};
			return await sendWithRetry(
				session,
				{
					options: requestOptionsFor(declared, session, item, call),
					expect: call.expect ?? 'json',
					consume: call.consume,
				},
				isOwn ? prepared : send,
			);
		},
	};
	// Each is read here once, so that a wrong one is refused before anything is sent.
	for (const path of Object.keys(spec.toggles)) item.parameter(path);
	await resolveLookups(item, spec.lookups);
	await spec.check?.(item);
	return item;
}

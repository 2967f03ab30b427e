import type { IDataObject, IExecutePaginationFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import type {
	RequestOptions,
	ItemContext,
	ReadRequest,
	Lookups,
	OperationSpec,
} from '../operationSpec';
import { locationAt, pause, sendWithRetry } from '../transport';
import type { Session } from '../transport';
import {
	isEmpty,
	isPlain,
	labelOf,
	pathId,
	removeEmpty,
	convertTextFields,
	rules,
} from '../values';
import { ApiError, ParameterError, warn } from '../errors';
import { hasTakenEffect, once } from './once';

const quoted = (name: string) => `'${labelOf(name)}'`;

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
	(context: IExecutePaginationFunctions, { toggles = {} }: Pick<OperationSpec, 'toggles'>) =>
	(path: string): unknown => {
		const value = parameterOf(context, path);
		if (!Object.hasOwn(toggles, path)) return value;
		return rules.boolean(value, { label: toggles[path], timezone: context.getTimezone() });
	};

const trimmedIds = (values: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			isPlain(value) ? trimmedIds(value) : trimmedId(name, value),
		]),
	) as IDataObject;

/** Applies the plan's rules to the values that n8n collected, and drops what is empty. */
function checked(
	values: IDataObject,
	plan: OperationSpec,
	timezone: string,
	names: Set<string>,
): IDataObject {
	const result = convertTextFields(values, plan.texts ?? {});
	for (const [name, rule] of Object.entries(plan.fields ?? {})) {
		if (!names.has(name)) continue;
		result[name] = rule(result[name], { label: quoted(name), timezone }) as IDataObject[string];
	}
	return removeEmpty(trimmedIds(result));
}

function pathFor(
	url: string,
	context: IExecutePaginationFunctions,
	plan: OperationSpec,
	location?: string,
): string {
	return url.replace(/\{(\w+)\}/g, (_, name: string) => {
		if (name === 'locationId') return pathId(location, quoted(name));
		return pathId(parameterOf(context, name), `'${plan.ids?.[name] ?? labelOf(name)}'`);
	});
}

/** The headers of every request to the API. The credential adds Authorization, User-Agent and the version it chooses. */
const headersFor = (body: unknown, pinnedVersion?: RequestVersion): IDataObject => ({
	Accept: 'application/json',
	...(pinnedVersion === undefined ? {} : { Version: pinnedVersion }),
	// A FormData sets its own type, with the boundary; n8n would turn it into JSON under this one.
	...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
});

function optionsFor(
	base: IHttpRequestOptions,
	session: Session,
	job: ItemContext,
	call: RequestOptions & Pick<ReadRequest, 'pinnedVersion'>,
): IHttpRequestOptions {
	const method = call.method ?? job.method;
	const body = method === 'GET' ? undefined : (call.body ?? job.body);
	const filled = body instanceof FormData || !isEmpty(body) ? body : undefined;
	return {
		method,
		url: `${session.baseUrl}${call.path ?? job.path}`,
		qs: removeEmpty(call.query ?? job.query),
		headers: headersFor(filled, call.pinnedVersion ?? job.spec.pinnedVersion),
		body: filled,
		timeout: base.timeout,
		proxy: base.proxy,
		skipSslCertificateValidation: base.skipSslCertificateValidation,
		allowedDomains: base.allowedDomains,
		// Following would turn a POST into a GET, and repeat what must not be repeated.
		...(method === 'GET' ? {} : { disableFollowRedirect: true }),
		...(call.expect === 'stream' ? { encoding: 'stream' as const } : {}),
	};
}

function assertVersion(
	{ apiVersion }: Session,
	{ requiredVersion: neededVersion }: OperationSpec,
): void {
	if (neededVersion === undefined || neededVersion === apiVersion) return;
	throw new ParameterError(
		`HighLevel has this operation in ${neededVersion} of its API alone, and the credential's 'API Version' is ${apiVersion}`,
		`Choose ${neededVersion} as the 'API Version' of the credential. Nothing was sent.`,
	);
}

/** What a job shares with the others of its run. */
interface Shared extends Pick<ItemContext, 'memoize'> {
	/** Called before each request that the job sends; throws where none must be sent any more. */
	proceed(): void;
	/** Lets other items go on while this one only waits. */
	aside(wait: () => Promise<void>): Promise<void>;
	/** The steps of all items that must not be done twice, kept over all tries of the node. */
	sentSteps: Map<string, Promise<unknown>>;
}

/** Puts the IDs in the place of values that are none. */
async function lookUp(job: ItemContext, lookUps: Lookups): Promise<void> {
	for (const [name, { mode, find }] of Object.entries(lookUps)) {
		const given = job.context.getNodeParameter(name, null) as { mode?: unknown } | null;
		const values = name in job.query ? job.query : job.body;
		const value = values[name];
		if (given?.mode !== mode || value === undefined) continue;
		const key = JSON.stringify([name, job.location(), value]);
		values[name] = await job.memoize(key, async () => await find(job, String(value)));
	}
}

/**
 * Makes a job of what n8n collected for one item: ids encoded, the location filled in, values checked and converted.
 * Sends nothing but what it takes to look values up. Throws a `ParameterError` for anything that HighLevel would refuse.
 */
export async function createItemContext(
	context: IExecutePaginationFunctions,
	session: Session,
	plan: OperationSpec,
	declared: IHttpRequestOptions,
	{ proceed, aside, memoize, sentSteps }: Shared,
): Promise<ItemContext> {
	assertVersion(session, plan);
	const location = plan.location
		? locationAt(session, parameterOf(context, 'locationId'))
		: undefined;
	const path = pathFor(declared.url, context, plan, location);
	const method = declared.method ?? 'GET';
	const query = { ...declared.qs };
	const body = { ...(declared.body as IDataObject) };
	if (plan.location === 'query') query.locationId = location;
	if (plan.location === 'body') body.locationId = location;

	const inQuery = method === 'GET';
	const names = Object.keys(plan.fields ?? {});
	const queryNames = new Set(inQuery ? names : names.filter((name) => name in query));
	const bodyNames = new Set(inQuery ? [] : names.filter((name) => !(name in query)));
	const timezone = context.getTimezone();
	const warnings: string[] = [];
	const stepKey = (key: string) => `${context.getItemIndex()} ${key}`;
	const send: Session['send'] = async (options) => {
		proceed();
		return await session.send(options, context);
	};
	const job: ItemContext = {
		context,
		session,
		spec: plan,
		itemIndex: context.getItemIndex(),
		network: {
			timeout: declared.timeout,
			proxy: declared.proxy,
			skipSslCertificateValidation: declared.skipSslCertificateValidation,
		},
		locationId: location,
		location: () => locationAt(session, parameterOf(context, 'locationId')),
		path,
		method,
		query: checked(query, plan, timezone, queryNames),
		body: checked(body, plan, timezone, bodyNames),
		// Items with other credentials do not share what was found with these.
		memoize: async (key, work) => await memoize(`${session.key} ${key}`, work),
		extraOutput: {},
		parameter: parametersOf(context, plan),
		warnings,
		beforeSend: [],
		sendOnce: async <T>(key: string, work: () => Promise<T>) =>
			await once(sentSteps as Map<string, Promise<T>>, stepKey(key), work),
		wasSent: async (key) => await hasTakenEffect(sentSteps.get(stepKey(key))),
		warn(message) {
			warnings.push(message);
			warn(context, message);
		},
		sleep: async (ms) => await aside(async () => await pause(ms, session.signal)),
		async get({ step, scope, ...request }) {
			const options = optionsFor(declared, session, job, { method: 'GET', ...request });
			return await sendWithRetry(session, { options, expect: 'json' }, send).catch(
				(error: unknown) => {
					if (!(error instanceof ApiError)) throw error;
					throw new ApiError({ ...error.details, step, scope, harmless: true });
				},
			);
		},
		async request(call = {}) {
			const isOwn = (call.path ?? call.method) === undefined;
			const prepared = async (options: IHttpRequestOptions) => {
				const changes = [...job.beforeSend, ...(call.prepare ? [call.prepare] : [])];
				const declaredBody = (options.body ?? {}) as IDataObject;
				const finalBody = changes.reduce((current, change) => change(current), declaredBody);
				return await send(changes.length > 0 ? { ...options, body: finalBody } : options);
			};
			return await sendWithRetry(
				session,
				{
					options: optionsFor(declared, session, job, call),
					expect: call.expect ?? 'json',
					consume: call.consume,
				},
				isOwn ? prepared : send,
			);
		},
	};
	// Each is read here once, so that a wrong one is refused before anything is sent.
	for (const path of Object.keys(plan.toggles ?? {})) job.parameter(path);
	if (plan.lookups) await lookUp(job, plan.lookups);
	await plan.check?.(job);
	return job;
}

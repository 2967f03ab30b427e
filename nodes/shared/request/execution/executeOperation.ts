import { NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { execute } from './executeItem';
import type { OperationSpec, RequestOperationsWithSpec } from '../operationSpec';
import { parameterOf } from './itemContext';
import { tryOr } from '../values';

/** n8n's own, for declarative requests. */
const TIMEOUT_MS = 300_000;

/** What a declarative operation says in its routing, for an operation that a function carries out. */
export interface Declared {
	method: IHttpRequestMethods;
	url: string;
	/** Fields of the operation, and collections of such. What their `routing` sends goes into the body. */
	fields: INodeProperties[];
}

/** The node options that n8n gives every declarative node. */
interface RequestOptions {
	timeout?: number;
	proxy?: string;
	allowUnauthorizedCerts?: boolean;
}

/** One item's view of a whole run, as n8n's declarative engine hands it to the executor. */
function itemView(context: IExecuteFunctions, itemIndex: number): IExecutePaginationFunctions {
	const { helpers } = context;
	const own = {
		getItemIndex: () => itemIndex,
		getInputData: (...from: Parameters<IExecuteFunctions['getInputData']>) =>
			context.getInputData(...from)[itemIndex],
		getNodeParameter: (
			name: string,
			fallback?: unknown,
			options?: Parameters<IExecuteFunctions['getNodeParameter']>[3],
		) => context.getNodeParameter(name, itemIndex, fallback, options),
		helpers: {
			...helpers,
			assertBinaryData: (field: string) => helpers.assertBinaryData(itemIndex, field),
			getBinaryDataBuffer: async (field: string) =>
				await helpers.getBinaryDataBuffer(itemIndex, field),
		},
	};
	// Everything else is the same for an item as for the run.
	return Object.assign(Object.create(context) as IExecutePaginationFunctions, own);
}

/** Whether a field is shown, by values and not by expressions: n8n takes every field for shown that depends on one. */
function isShown(view: IExecutePaginationFunctions, { displayOptions }: INodeProperties): boolean {
	const meets = ([name, values]: [string, unknown]) =>
		(values as unknown[]).includes(parameterOf(view, name.replace('/', '')));
	const { show = {}, hide = {} } = displayOptions ?? {};
	return Object.entries(show).every(meets) && !Object.entries(hide).some(meets);
}

/** What the fields that are shown put into the body, at its first level. One name may stand in a collection as well. */
function bodyOf(
	view: IExecutePaginationFunctions,
	fields: INodeProperties[],
	within = '',
): IDataObject {
	const body: IDataObject = {};
	for (const field of fields.filter((each) => isShown(view, each))) {
		const { name, type, options, routing } = field;
		const path = `${within}${name}`;
		const property = routing?.send?.property;
		if (property !== undefined) {
			const value = parameterOf(view, path);
			if (value !== undefined) body[property] = value as IDataObject[string];
		} else if (type === 'collection') {
			Object.assign(body, bodyOf(view, options as INodeProperties[], `${path}.`));
		}
	}
	return body;
}

/** n8n's option as its requests take it. Throws for one that is none: without it the request would go out directly. */
function proxyOf(address: string | undefined, node: INode): IHttpRequestOptions['proxy'] {
	if (!address) return undefined;
	const url = tryOr(() => new URL(address));
	if (!url?.hostname) {
		throw new NodeOperationError(node, "The node's 'Proxy' is not a URL", {
			description: 'Enter it as http://host:port. Nothing was sent.',
		});
	}
	const [username, password] = [url.username, url.password].map(decodeURIComponent);
	return {
		host: url.hostname,
		port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
		protocol: url.protocol.replace(':', ''),
		auth: username ? { username, password } : undefined,
	};
}

/**
 * Carries out a declared request for one item from within a function of the node (n8n's `customOperations`), on the very
 * way that a declarative operation's requests go: checks, pace, memory of what went out, errors.
 * Returns what the plan's runner returns, or the failed item where the node continues on fail; throws n8n's own errors.
 */
export async function operate(
	context: IExecuteFunctions,
	itemIndex: number,
	{ method, url, fields }: Declared,
	plan: OperationSpec,
): Promise<INodeExecutionData[]> {
	const view = itemView(context, itemIndex);
	const { timeout, proxy, allowUnauthorizedCerts } = context.getNodeParameter(
		'requestOptions',
		itemIndex,
		{},
	) as RequestOptions;
	const requestOperations: RequestOperationsWithSpec = { spec: plan };
	return await execute.call(view, {
		options: {
			method,
			url,
			body: bodyOf(view, fields),
			timeout: timeout || TIMEOUT_MS,
			proxy: proxyOf(proxy, context.getNode()),
			skipSslCertificateValidation: allowUnauthorizedCerts,
		},
		preSend: [],
		postReceive: [],
		requestOperations,
	});
}

import { NodeOperationError } from 'n8n-workflow';
import type { IExecutePaginationFunctions, IHttpRequestOptions, INode } from 'n8n-workflow';
import { tryOr } from '../values';

/** n8n's own default for declarative requests. */
const TIMEOUT_MS = 300_000;

/** The node options that n8n gives every declarative node. */
interface NodeRequestOptions {
	timeout?: number;
	proxy?: string;
	allowUnauthorizedCerts?: boolean;
}

/** n8n's option as requests take it. Throws for an address that is not a URL: without it the request would go out directly. */
function proxyOf(address: string | undefined, node: INode): IHttpRequestOptions['proxy'] {
	if (!address) return undefined;
	const url = tryOr(() => new URL(address));
	if (!url?.hostname) {
		throw new NodeOperationError(node, "'Proxy' is not a valid URL", {
			description: 'Enter it as http://host:port in the node options. Nothing was sent.',
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

/** The node options 'Timeout', 'Proxy' and 'Ignore SSL Issues' as requests take them. Throws for a proxy that is not a URL. */
export function nodeOptionsOf(view: IExecutePaginationFunctions): Partial<IHttpRequestOptions> {
	const { timeout, proxy, allowUnauthorizedCerts } = view.getNodeParameter(
		'requestOptions',
		{},
	) as NodeRequestOptions;
	return {
		timeout: timeout || TIMEOUT_MS,
		proxy: proxyOf(proxy, view.getNode()),
		skipSslCertificateValidation: allowUnauthorizedCerts,
	};
}

import { NodeOperationError } from 'n8n-workflow';
import type { IExecutePaginationFunctions, IHttpRequestOptions, INode } from 'n8n-workflow';
import { DEFAULT_TIMEOUT_MS } from '../transport';
import { tryOr } from '../values';

/** The request options that n8n adds to every declarative node. */
interface NodeRequestOptions {
	timeout?: number;
	proxy?: string;
	allowUnauthorizedCerts?: boolean;
}

/** The option 'Proxy' for n8n's HTTP helper. Throws a `NodeOperationError` if it is not a URL, instead of ignoring it. */
function proxyOf(proxy: string | undefined, node: INode): IHttpRequestOptions['proxy'] {
	if (!proxy) return undefined;
	const url = tryOr(() => new URL(proxy));
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

/** The node options 'Timeout', 'Proxy' and 'Ignore SSL Issues' for n8n's HTTP helper. Throws if 'Proxy' is not a URL. */
export function nodeOptionsOf(view: IExecutePaginationFunctions): Partial<IHttpRequestOptions> {
	const { timeout, proxy, allowUnauthorizedCerts } = view.getNodeParameter(
		'requestOptions',
		{},
	) as NodeRequestOptions;
	return {
		timeout: timeout || DEFAULT_TIMEOUT_MS,
		proxy: proxyOf(proxy, view.getNode()),
		skipSslCertificateValidation: allowUnauthorizedCerts,
	};
}

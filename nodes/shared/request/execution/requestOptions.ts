import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import type { ItemContext, ReadRequest, RequestOptions } from '../operationSpec';
import { isEmpty, removeEmpty } from '../values';

/** The headers of a request to the API. The credential adds Authorization, User-Agent and, by default, its API version. */
const headersFor = (body: unknown, pinnedVersion?: RequestVersion): IDataObject => ({
	Accept: 'application/json',
	...(pinnedVersion === undefined ? {} : { Version: pinnedVersion }),
	// A form sets its own content type with the boundary. With this one, n8n would convert it to JSON.
	...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
});

/** The request options of the node, which apply to each of its requests. */
export type NetworkOptions = Pick<
	IHttpRequestOptions,
	'timeout' | 'proxy' | 'skipSslCertificateValidation' | 'allowedDomains'
>;

/** Picks the network options from the options of a request. */
export function networkOptionsOf(options: IHttpRequestOptions): NetworkOptions {
	const { timeout, proxy, skipSslCertificateValidation, allowedDomains } = options;
	return { timeout, proxy, skipSslCertificateValidation, allowedDomains };
}

/** The options of n8n's HTTP helper for a request of an item. */
export function requestOptionsFor(
	item: ItemContext,
	network: NetworkOptions,
	call: RequestOptions & Pick<ReadRequest, 'pinnedVersion'>,
): IHttpRequestOptions {
	const method = call.method ?? item.method;
	const body = method === 'GET' ? undefined : (call.body ?? item.body);
	const sentBody = body instanceof FormData || !isEmpty(body) ? body : undefined;
	return {
		...network,
		method,
		url: `${item.session.baseUrl}${call.path ?? item.path}`,
		qs: removeEmpty(call.query ?? item.query),
		headers: headersFor(sentBody, call.pinnedVersion ?? item.spec.pinnedVersion),
		body: sentBody,
		// Following a redirect would turn a POST into a GET, or send it twice.
		...(method === 'GET' ? {} : { disableFollowRedirect: true }),
		...(call.expect === 'stream' ? { encoding: 'stream' as const } : {}),
	};
}

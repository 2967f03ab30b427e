import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import type { ItemContext, ReadRequest, RequestOptions } from '../operationSpec';
import type { Session } from '../transport';
import { isEmpty, removeEmpty } from '../values';

/** The headers of a request to the API. The credential adds Authorization, User-Agent and, by default, its API version. */
const headersFor = (body: unknown, pinnedVersion?: RequestVersion): IDataObject => ({
	Accept: 'application/json',
	...(pinnedVersion === undefined ? {} : { Version: pinnedVersion }),
	// A form sets its own content type with the boundary. With this one, n8n would convert it to JSON.
	...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
});

/** The options of n8n's HTTP helper for a request of an item. `base` contains the request options of the node. */
export function requestOptionsFor(
	base: IHttpRequestOptions,
	session: Session,
	item: ItemContext,
	call: RequestOptions & Pick<ReadRequest, 'pinnedVersion'>,
): IHttpRequestOptions {
	const method = call.method ?? item.method;
	const body = method === 'GET' ? undefined : (call.body ?? item.body);
	const sentBody = body instanceof FormData || !isEmpty(body) ? body : undefined;
	return {
		method,
		url: `${session.baseUrl}${call.path ?? item.path}`,
		qs: removeEmpty(call.query ?? item.query),
		headers: headersFor(sentBody, call.pinnedVersion ?? item.spec.pinnedVersion),
		body: sentBody,
		timeout: base.timeout,
		proxy: base.proxy,
		skipSslCertificateValidation: base.skipSslCertificateValidation,
		allowedDomains: base.allowedDomains,
		// A redirect could send a write twice, or turn a POST into a GET.
		...(method === 'GET' ? {} : { disableFollowRedirect: true }),
		...(call.expect === 'stream' ? { encoding: 'stream' as const } : {}),
	};
}

import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { RequestVersion } from '../../../../credentials/shared/fields';
import type { ItemContext, ReadRequest, RequestOptions } from '../operationSpec';
import type { Session } from '../transport';
import { isEmpty, removeEmpty } from '../values';

/** The headers of every request to the API. The credential adds Authorization, User-Agent and the version it chooses. */
const headersFor = (body: unknown, pinnedVersion?: RequestVersion): IDataObject => ({
	Accept: 'application/json',
	...(pinnedVersion === undefined ? {} : { Version: pinnedVersion }),
	// A FormData sets its own type, with the boundary; n8n would turn it into JSON under this one.
	...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
});

/** What n8n's helper is to send for a request of an item; `base` holds the node's own options. */
export function requestOptionsFor(
	base: IHttpRequestOptions,
	session: Session,
	item: ItemContext,
	call: RequestOptions & Pick<ReadRequest, 'pinnedVersion'>,
): IHttpRequestOptions {
	const method = call.method ?? item.method;
	const body = method === 'GET' ? undefined : (call.body ?? item.body);
	const filled = body instanceof FormData || !isEmpty(body) ? body : undefined;
	return {
		method,
		url: `${session.baseUrl}${call.path ?? item.path}`,
		qs: removeEmpty(call.query ?? item.query),
		headers: headersFor(filled, call.pinnedVersion ?? item.spec.pinnedVersion),
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

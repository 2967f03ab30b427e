import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { MAX_SERVER_WAIT_MS } from './delay';
import { SECOND_MS } from '../../time';

/** The response in an error of n8n's HTTP client: a 401 with an OAuth2 credential, or a body that could not be read. */
export function responseIn(error: unknown): IN8nHttpFullResponse | undefined {
	const { cause } = error as {
		cause?: { response?: { status?: number; data?: never; headers?: IDataObject } };
	};
	const response = cause?.response;
	if (response?.status === undefined) return undefined;
	return {
		statusCode: response.status,
		body: response.data ?? '',
		headers: response.headers ?? {},
	};
}

/** The `Retry-After` header, which contains seconds or a date, in ms from now; at most `MAX_SERVER_WAIT_MS`. */
export function retryAfterMs(headers: IDataObject): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds)
		? seconds * SECOND_MS
		: Date.parse(String(value)) - Date.now();
	return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_SERVER_WAIT_MS) : undefined;
}

/** The error status in the body of a 2xx response, as a number or string: HighLevel returns some failures like this. */
export function statusInBody(body: unknown): number | undefined {
	const { status, statusCode } = (body ?? {}) as { status?: unknown; statusCode?: unknown };
	return [statusCode, status]
		.map((code) => (typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code))
		.find((code): code is number => typeof code === 'number' && code >= 400);
}

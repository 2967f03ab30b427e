import type { Sandbox } from '../../sandbox';

/** A response; `json` is undefined if the body is not JSON. */
export interface Answer<T> {
	status: number;
	headers: Headers;
	text: string;
	json: T;
}

/** Sends a request with the usual headers; a header set to undefined is omitted. */
export function clientOf(sandbox: Sandbox) {
	return async function call<T = Record<string, unknown>>(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string | undefined> = {},
	): Promise<Answer<T>> {
		const isForm = body instanceof FormData;
		const all = new Headers({ authorization: `Bearer ${sandbox.token}`, version: '2021-04-15' });
		if (body !== undefined && !isForm) all.set('content-type', 'application/json');
		for (const [name, value] of Object.entries(headers)) {
			if (value === undefined) all.delete(name);
			else all.set(name, value);
		}
		const response = await fetch(sandbox.url + path, {
			method,
			headers: all,
			body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		const isJson = /json/.test(response.headers.get('content-type') ?? '');
		return {
			status: response.status,
			headers: response.headers,
			text,
			json: isJson ? JSON.parse(text) : undefined,
		};
	};
}

/** The fields of a message that tests use. */
export interface SeenMessage {
	id: string;
	messageType: string;
	dateAdded: string;
	contactId: string;
	conversationId: string;
	direction: string;
	body?: string;
	meta?: { email?: { messageIds: string[] } };
}

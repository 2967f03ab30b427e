import type { Owner } from './owner';

/** A refusal of n8n's REST API. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** n8n's own REST API, signed in as the owner: what the editor in the browser talks to. */
export class N8nClient {
	private constructor(
		readonly url: string,
		/** The session cookie, for a browser that should be signed in too. */
		readonly cookie: string,
	) {}

	/**
	 * @param url the editor's address
	 * @throws RestError when n8n does not know this owner
	 */
	static async signIn(url: string, owner: Owner): Promise<N8nClient> {
		// emailOrLdapLoginId is the name since 1.93, email the one before.
		const body = { emailOrLdapLoginId: owner.email, email: owner.email, password: owner.password };
		const response = await fetch(`${url}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new RestError(response.status, await response.text());
		const [cookie] = response.headers.getSetCookie();
		return new N8nClient(url, cookie.split(';')[0]);
	}

	/**
	 * @param path below /rest
	 * @returns the reply's `data`
	 * @throws RestError with n8n's text for any status from 400
	 */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { cookie: this.cookie, 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new RestError(response.status, text);
		const { data } = JSON.parse(text) as { data: T };
		return data;
	}
}

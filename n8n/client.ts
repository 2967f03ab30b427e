import type { Owner } from './owner';

/** An error response of n8n's REST API. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** Client of n8n's internal REST API (the one of the editor), signed in as the owner. */
export class N8nClient {
	private constructor(
		readonly url: string,
		/** The session cookie, to sign in a browser as well. */
		readonly cookie: string,
	) {}

	/**
	 * @param url the editor's address
	 * @throws RestError if n8n does not know this owner
	 */
	static async signIn(url: string, owner: Pick<Owner, 'email' | 'password'>): Promise<N8nClient> {
		// The field is emailOrLdapLoginId since n8n 1.93, email before.
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
	 * @throws RestError with n8n's message for status 400 and above
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

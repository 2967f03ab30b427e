import type { Express } from 'express';

import type { OAuth } from '../oauth';
import { contentOf, recordOf } from '../recorder';

/** The consent page (also the white-label one) and the token endpoint. */
export function mountOAuth(app: Express, oauth: OAuth): void {
	app.get('/v2/oauth/chooselocation', (request, response) => {
		const { query } = recordOf(request);
		const redirect = URL.parse(String(query.redirect_uri));
		if (query.response_type !== 'code' || query.client_id !== oauth.clientId || !redirect) {
			response.status(400).type('html').send(page('<p>This app is not known here.</p>'));
			return;
		}
		if (query.auto !== '1') {
			response.type('html').send(page(consentPage(query)));
			return;
		}
		const code = oauth.issueCode(String(query.scope ?? ''), String(query.redirect_uri));
		redirect.searchParams.set('code', code);
		if (query.state !== undefined) redirect.searchParams.set('state', String(query.state));
		response.redirect(redirect.href);
	});
	app.post('/oauth/token', (request, response) => {
		const isForm = /^application\/x-www-form-urlencoded/i.test(
			request.headers['content-type'] ?? '',
		);
		const { status, json } = oauth.exchange(isForm ? contentOf(request).body : {});
		response.status(status).json(json);
	});
}

function consentPage(query: Record<string, string | string[]>): string {
	const fields = Object.entries({ ...query, auto: '1' }).map(
		([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
	);
	return `<h1>Choose a location</h1>
<p>Riverside Dental lets this app use its conversations.</p>
<form method="get" action="/v2/oauth/chooselocation">${fields.join('')}
<button type="submit" id="allow">Allow</button></form>`;
}

const page = (content: string): string =>
	`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>HighLevel sandbox</title></head><body>${content}</body></html>`;

function escaped(value: string | string[]): string {
	return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

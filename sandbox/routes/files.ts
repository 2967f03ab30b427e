import type { Express, Response } from 'express';

import type { Endpoint, SandboxContext } from '../endpoint';
import { checkLocation, OTHER_VERSIONS } from '../auth';
import { refuse } from '../errors';
import { recordOf } from '../recorder';
import { wavStream } from '../wavFile';
import type { StoredFile } from '../types';

/** How long the signed address of a secure file is valid, ms. */
const SIGNED_MS = 5 * 60_000;

/** The address of a stored file, public until the file becomes private. */
export const addressOf = ({ storageUrl }: SandboxContext, { slug }: StoredFile): string =>
	`${storageUrl()}/files/d/${slug}`;

/** GET /files/d/{slug} with a token: returns a temporary address of a secure file. */
export function fileEndpoints(context: SandboxContext): Endpoint[] {
	const { state } = context;
	return [
		{
			method: 'get',
			path: '/files/d/:slug',
			scope: 'files.readonly',
			versions: OTHER_VERSIONS,
			run: ({ token, params: { slug } }) => {
				const file = state.files.get(slug);
				if (!file) throw refuse(404, 'File not found');
				checkLocation(token, file.locationId);
				const { name, type, bytes } = file;
				const expires = state.now() + SIGNED_MS;
				const url = `${context.storageUrl()}/signed/${slug}?Expires=${expires}&Signature=${file.signature}`;
				const size = typeof bytes === 'number' ? bytes : bytes.length;
				return {
					json: { url, asset_id: file.id, content_type: type, filename: name, size, allow_download: true }, // prettier-ignore
				};
			},
		},
	];
}

/** The files: at their public address for a limited time, and at a signed one. Neither requires a token. */
export function mountFiles(app: Express, { state }: SandboxContext): void {
	app.get('/files/d/:slug', (request, response, next) => {
		// With a token, the API answers.
		if (request.headers.authorization !== undefined) return next();
		const file = state.files.get(request.params.slug);
		if (!file) return void response.status(404).json({ message: 'File not found' });
		if (state.now() > file.publicUntil) {
			return void response.status(403).json({ message: 'This file is private' });
		}
		return sendFile(response, file);
	});
	app.get('/signed/:slug', (request, response) => {
		const { query } = recordOf(request);
		const file = state.files.get(request.params.slug);
		if (request.headers.authorization !== undefined) {
			return void response
				.status(400)
				.type('xml')
				.send('<Error><Code>InvalidArgument</Code></Error>');
		}
		if (!file || query.Signature !== file.signature || state.now() > Number(query.Expires)) {
			return void response.status(403).type('xml').send('<Error><Code>AccessDenied</Code></Error>');
		}
		return sendFile(response, file);
	});
}

function sendFile(response: Response, { type, bytes }: StoredFile): void {
	const size = typeof bytes === 'number' ? bytes : bytes.length;
	response.status(200).set({ 'content-type': type, 'content-length': String(size) });
	wavStream(bytes).pipe(response);
}

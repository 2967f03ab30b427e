/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';

import type { Express, Response } from 'express';

import type { SandboxContext } from '../endpoint';
import { recordOf } from '../recorder';

/** The file storage at signed URLs: measures and hashes uploads, but does not keep them. */
export function mountStorage(app: Express, { state }: SandboxContext): void {
	app.put('/storage/*path', async (request, response) => {
		const record = recordOf(request);
		const hash = createHash('sha256');
		let size = 0;
		const sink = new Writable({
			write(chunk: Buffer, _encoding, done) {
				size += chunk.length;
				hash.update(chunk);
				done();
			},
		});
		await pipeline(request, sink);
		const received = { size, sha256: hash.digest('hex') };
		record.body = received;
		const upload = state.uploads.get(String(record.query.uploadId));
		if (
			!upload ||
			record.query['X-Goog-Signature'] !== upload.signature ||
			record.path !== `/storage/${upload.filePath}`
		) {
			return refuseXml(response, 403, 'SignatureDoesNotMatch');
		}
		if (request.headers.authorization !== undefined) {
			return refuseXml(response, 400, 'InvalidArgument', 'Only one auth mechanism allowed');
		}
		if (request.headers['content-type'] !== upload.contentType) {
			return refuseXml(response, 403, 'SignatureDoesNotMatch', 'Content-Type was signed');
		}
		if (Date.now() > upload.expiresAt) return refuseXml(response, 400, 'ExpiredToken');
		upload.received = received;
		return response.status(200).end();
	});
}

function refuseXml(response: Response, status: number, code: string, details = code): Response {
	const xml = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Details>${details}</Details></Error>`;
	return response.status(status).type('application/xml').send(xml);
}

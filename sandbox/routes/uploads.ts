/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';

import { checkLocation } from '../auth';
import { findContact, findConversation, type Endpoint, type SandboxContext } from '../endpoint';
import { ApiError, refuse, refuseBare } from '../errors';
import { highLevelId, secret } from '../ids';
import type { PendingUpload, ReceivedFile } from '../types';
import { addressOf } from './files';
import { check, optional, required } from '../validate';

const MB = 1024 * 1024;
const URL_LIFETIME_MS = 15 * 60_000;
const ALLOWED = [
	'jpg jpeg png gif svg heic ai mp4 mpeg 3gp mp3 wav wave aiff aif aifc gsm ulaw ogg aac m4a amr',
	'pdf doc docx txt csv xls xlsx ppt pptx odt zip rar vcf vcard ics',
].flatMap((line) => line.split(' '));
const MAX_FILES = 5;
const INITIATE = {
	locationId: required('string'),
	conversationId: required('string'),
	filename: required('string'),
	contentType: required('string'),
	fileSize: optional('number', { min: 1 }),
	channel: required('string'),
};
const COMPLETE = {
	uploadId: required('string'),
	filePath: required('string'),
	locationId: required('string'),
	conversationId: required('string'),
	filename: required('string'),
};

/** Uploads: small files by multipart form, large ones by a signed URL. */
export function uploadEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	const publicUrl = (name: string) =>
		`${context.storageUrl()}/media/${highLevelId()}/${encodeURIComponent(name)}`;
	const store = (locationId: string, { name, type, bytes, size }: ReceivedFile) =>
		addressOf(context, state.addFile({ locationId, name, type, bytes: bytes ?? size }));
	return [
		{
			method: 'post',
			path: '/conversations/messages/upload',
			scope: 'conversations/message.write',
			run: ({ token, body, files }) => {
				const { locationId, conversationId, contactId } = body;
				if (typeof locationId !== 'string') throw refuseBare(400, 'locationId is required');
				checkLocation(token, locationId);
				if (typeof conversationId === 'string') {
					// The live API answers 500 for an unknown conversation.
					if (!state.conversations.has(conversationId)) throw refuse(500, 'Internal server error');
					findConversation(context, token, conversationId);
				} else if (typeof contactId === 'string') {
					findContact(context, token, contactId);
				} else {
					throw refuseBare(400, 'conversationId or contactId is required');
				}
				const sent = files.filter(({ field }) => field === 'fileAttachment');
				const urls = [body.attachmentUrls ?? []].flat().map(String);
				if (sent.length > MAX_FILES) throw refuseBare(400, 'Maximum 5 files are allowed');
				if (sent.length + urls.length === 0) throw refuseBare(400, 'Failed to upload the files');
				for (const { name, size } of sent) checkFile(name, size);
				const fetched = urls.map((url) => fetchedFile(url));
				const uploadedFiles = Object.fromEntries(
					[...sent, ...fetched].map((file) => [file.name, store(locationId, file)]),
				);
				return { json: { uploadedFiles } };
			},
		},
		{
			method: 'post',
			path: '/conversations/messages/upload/initiate',
			scope: 'conversations/message.write',
			run: ({ token, body }) => {
				const given = check(body, INITIATE, strict);
				const { locationId, conversationId, filename, contentType, fileSize = 0, channel } = given;
				checkLocation(token, locationId);
				findConversation(context, token, conversationId);
				const maxFileSize = (channel === 'WHATSAPP' ? 100 : 5) * MB;
				if (fileSize > maxFileSize) throw refuse(413, 'File size exceeds maximum allowed limit');
				const uploadId = randomUUID();
				const folder = `location/${locationId}/conversations/${conversationId}`;
				const filePath = `${folder}/${uploadId}${extname(filename)}`;
				const expiresAt = Date.now() + URL_LIFETIME_MS;
				const signature = secret();
				const upload: PendingUpload = {
					...{ uploadId, filePath, signature, locationId, conversationId },
					...{ contentType, maxFileSize, expiresAt },
				};
				state.uploads.set(uploadId, upload);
				const signed = `X-Goog-Expires=900&X-Goog-Signature=${signature}&uploadId=${uploadId}`;
				const uploadUrl = `${context.storageUrl()}/storage/${filePath}?${signed}`;
				return { json: { uploadUrl, uploadId, filePath, expiresAt, maxFileSize } };
			},
		},
		{
			method: 'post',
			path: '/conversations/messages/upload/complete',
			scope: 'conversations/message.write',
			run: ({ token, body }) => {
				const given = check(body, COMPLETE, strict);
				checkLocation(token, given.locationId);
				findConversation(context, token, given.conversationId);
				const upload = state.uploads.get(given.uploadId);
				if (!upload?.received || upload.filePath !== given.filePath) {
					throw refuse(404, 'File not found in storage - upload may have failed or URL expired');
				}
				const { size } = upload.received;
				if (size > upload.maxFileSize) throw refuse(400, 'File size exceeds maximum allowed limit');
				state.uploads.delete(given.uploadId);
				const uploadedFiles = { [given.filename]: publicUrl(given.filename) };
				const { contentType } = upload;
				return { json: { uploadedFiles, metadata: { size, contentType } } };
			},
		},
	];
}

/** A file that HighLevel would download from an address; the sandbox does not. */
function fetchedFile(url: string): ReceivedFile {
	const name = url.split('/').at(-1) ?? url;
	return { field: 'attachmentUrls', name, type: 'application/octet-stream', size: 1, sha256: '' };
}

function checkFile(name: string, size: number): void {
	const extension = extname(name).slice(1).toLowerCase();
	if (!ALLOWED.includes(extension)) throw refuseBare(415, `File type ${extension} is not allowed`);
	if (size > 5 * MB) {
		throw new ApiError(413, { status: 413, message: 'Failed to upload the files' });
	}
}

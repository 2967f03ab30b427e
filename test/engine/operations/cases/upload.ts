import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';

/** When an address that is public for an hour becomes private. */
const publicUntil = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
const { locationId, conversationId, contactId } = SEED;
const here = { conversationId: byId(conversationId) };
const file = { content: 'Grüße', name: 'Grüße aus Köln.txt', type: 'text/plain' };
const received = {
	field: 'fileAttachment',
	name: file.name,
	type: file.type,
	size: Buffer.byteLength(file.content),
};

export const upload: Cases = {
	uploadFile: [
		{
			title: 'every field',
			file,
			parameters: {
				...here,
				contactId,
				locationId,
				additionalFields: {
					attachmentUrls: ['https://files.example/a.pdf', 'https://files.example/b.png'],
					chatServiceSid: 'IS1',
					isGroupSms: true,
				},
			},
			request: {
				form: {
					fields: {
						conversationId,
						contactId,
						locationId,
						attachmentUrls: ['https://files.example/a.pdf', 'https://files.example/b.png'],
						chatServiceSid: 'IS1',
						isGroupSms: 'true',
					},
					files: [received],
				},
			},
			output: [
				{ fileName: file.name, url: expect.stringMatching(/^http/), publicUntil },
				{ fileName: 'a.pdf', url: expect.any(String), publicUntil },
				{ fileName: 'b.png', url: expect.any(String), publicUntil },
			],
		},
		{
			title: 'a contact alone',
			file,
			parameters: { contactId },
			request: { form: { fields: { contactId, locationId }, files: [received] } },
			output: [{ fileName: file.name, url: expect.any(String), publicUntil }],
		},
	],
	initiate: [
		{
			title: 'every field',
			parameters: {
				...here,
				filename: 'video.mp4',
				contentType: 'video/mp4',
				channel: 'WHATSAPP',
				additionalFields: { fileSize: 90_000_000 },
				locationId,
			},
			request: {
				body: {
					conversationId,
					filename: 'video.mp4',
					contentType: 'video/mp4',
					channel: 'WHATSAPP',
					fileSize: 90_000_000,
					locationId,
				},
			},
			output: [
				{
					uploadUrl: expect.stringMatching(/^http/),
					uploadId: expect.any(String),
					filePath: expect.stringMatching(/\.mp4$/),
					expiresAt: expect.any(Number),
					maxFileSize: 100 * 1024 * 1024,
				},
			],
		},
	],
	complete: [
		{
			title: 'every field',
			parameters: {
				...here,
				uploadId: '={{ $json.uploadId }}',
				filePath: 'location/video.mp4',
				filename: 'video.mp4',
				locationId,
			},
			items: [{ uploadId: 'upload-1' }],
			request: {
				body: {
					conversationId,
					uploadId: 'upload-1',
					filePath: 'location/video.mp4',
					filename: 'video.mp4',
					locationId,
				},
			},
			output: [
				{
					fileName: 'video.mp4',
					url: expect.any(String),
					metadata: { size: 9, contentType: 'video/mp4' },
				},
			],
		},
	],
};

import type { IDataObject } from 'n8n-workflow';
import { inBody } from '../../../shared/fields/routing';
import { conversationInBody } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import { recordResponse, uploadedFiles } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { filename } from './fields';

/** The uploaded files in a response, with its metadata. */
function uploadedFilesIn(body: unknown): IDataObject[] {
	const { metadata } = body as IDataObject;
	return uploadedFiles(body).map((file) => (metadata === undefined ? file : { ...file, metadata }));
}

export const complete: Operation = {
	option: {
		name: 'Complete',
		value: 'complete',
		action: 'Complete large upload',
		description: 'Complete the upload of a large file and get its URL',
	},
	request: { method: 'POST', url: '/conversations/messages/upload/complete', location: 'body' },
	scope: 'conversations/message.write',
	response: recordResponse({ shape: uploadedFilesIn }),
	fields: [
		internalNotice,
		conversationInBody,
		inBody({
			displayName: 'Upload ID',
			name: 'uploadId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. a1b2c3d4-e5f6-7890-abcd-ef1234567890',
			description: "The 'uploadId' returned by Initiate",
		}),
		inBody({
			displayName: 'File Path',
			name: 'filePath',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. location/loc123/conversations/conv456/uuid.mp4',
			description: "The 'filePath' returned by Initiate",
		}),
		filename,
		locationId,
	],
};

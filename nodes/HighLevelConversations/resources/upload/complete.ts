import type { IDataObject } from 'n8n-workflow';
import { conversationInBody, conversationRule } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import { route, rules, recordResponse, uploadedFiles } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { filename } from './fields';

function filesOf(body: unknown): IDataObject[] {
	const { metadata } = body as IDataObject;
	return uploadedFiles(body).map((file) => (metadata === undefined ? file : { ...file, metadata }));
}

export const complete: Operation = {
	option: {
		name: 'Complete',
		value: 'complete',
		action: 'Complete large upload',
		description: 'Check a file that was uploaded to its signed URL, and get its public address',
		routing: route('POST', '/conversations/messages/upload/complete', {
			scope: 'conversations/message.write',
			location: 'body',
			fields: {
				conversationId: conversationRule,
				uploadId: rules.required,
				filePath: rules.required,
				filename: rules.required,
			},
			response: recordResponse({ shape: filesOf }),
		}),
	},
	fields: [
		internalNotice,
		conversationInBody,
		{
			displayName: 'Upload ID',
			name: 'uploadId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. a1b2c3d4-e5f6-7890-abcd-ef1234567890',
			description: "The 'uploadId' that Initiate returned",
			routing: { send: { type: 'body', property: 'uploadId' } },
		},
		{
			displayName: 'File Path',
			name: 'filePath',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. location/loc123/conversations/conv456/uuid.mp4',
			description: "The 'filePath' that Initiate returned",
			routing: { send: { type: 'body', property: 'filePath' } },
		},
		filename,
		locationId,
	],
};

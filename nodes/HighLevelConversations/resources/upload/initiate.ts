import { inBody } from '../../../shared/fields/routing';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { conversationInBody } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { channel, filename } from './fields';

export const initiate: Operation = {
	option: {
		name: 'Initiate',
		value: 'initiate',
		action: 'Initiate large upload',
		description: 'Get a signed URL for uploading a large file. It is valid for 15 minutes.',
	},
	request: { method: 'POST', url: '/conversations/messages/upload/initiate', location: 'body' },
	scope: 'conversations/message.write',
	response: recordResponse(),
	fields: [
		internalNotice,
		conversationInBody,
		filename,
		inBody({
			displayName: 'Content Type',
			name: 'contentType',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. video/mp4',
			description: 'MIME type of the file. The upload must use the same type.',
		}),
		channel,
		additionalFieldsOf([
			inBody({
				displayName: 'File Size',
				name: 'fileSize',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'Size of the file in bytes. HighLevel checks it before the upload.',
			}),
		]),
		locationId,
	],
};

import { additionalFieldsOf } from '../../../shared/fields/collections';
import { conversationInBody, conversationRule } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import { route, rules, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { channel, filename } from './fields';

export const initiate: Operation = {
	option: {
		name: 'Initiate',
		value: 'initiate',
		action: 'Initiate large upload',
		description: 'Get a signed URL, valid for 15 minutes, to upload a large file to',
		routing: route('POST', '/conversations/messages/upload/initiate', {
			scope: 'conversations/message.write',
			location: 'body',
			fields: {
				conversationId: conversationRule,
				filename: rules.required,
				contentType: rules.required,
				channel: rules.required,
				fileSize: rules.number,
			},
			response: recordResponse(),
		}),
	},
	fields: [
		internalNotice,
		conversationInBody,
		filename,
		{
			displayName: 'Content Type',
			name: 'contentType',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. video/mp4',
			description: 'MIME type of the file. The upload must carry the same.',
			routing: { send: { type: 'body', property: 'contentType' } },
		},
		channel,
		additionalFieldsOf([
			{
				displayName: 'File Size',
				name: 'fileSize',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'Size of the file in bytes, for HighLevel to check beforehand',
				routing: { send: { type: 'body', property: 'fileSize' } },
			},
		]),
		locationId,
	],
};

import { updateFieldsOf } from '../../../shared/fields/collections';
import { messageId } from '../../../shared/fields/message';
import { providerNotice } from '../../../shared/fields/notices';
import { messageStatuses } from '../../fields/status';
import { route, rules, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const updateStatus: Operation = {
	option: {
		name: 'Update Status',
		value: 'updateStatus',
		action: 'Update message status',
		description: 'Update the delivery status of a message that your conversation provider sent',
		routing: route('PUT', '/conversations/messages/{messageId}/status', {
			scope: 'conversations/message.write',
			fields: { status: rules.required, recipients: rules.anyList },
			response: recordResponse(),
		}),
	},
	fields: [
		providerNotice,
		messageId,
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			required: true,
			options: messageStatuses,
			default: 'delivered',
			description: 'The new status of the message',
			routing: { send: { type: 'body', property: 'status' } },
		},
		updateFieldsOf([
			{
				displayName: 'Email Message ID',
				name: 'emailMessageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. rnGyqh2F6uBrIkfhFo9A',
				description: 'ID of the single email that the status is about',
				routing: { send: { type: 'body', property: 'emailMessageId' } },
			},
			{
				displayName: 'Error',
				name: 'error',
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add error',
				description: 'Error that the conversation provider reported',
				options: [
					{
						displayName: 'Error',
						name: 'value',
						values: [
							{
								displayName: 'Code',
								name: 'code',
								type: 'string',
								default: '',
								placeholder: 'e.g. 1',
								description: 'Code of the error',
								routing: { send: { type: 'body', property: 'error.code' } },
							},
							{
								displayName: 'Message',
								name: 'message',
								type: 'string',
								default: '',
								placeholder: 'e.g. The number is not in service',
								description: 'Message of the error',
								routing: { send: { type: 'body', property: 'error.message' } },
							},
							{
								displayName: 'Type',
								name: 'type',
								type: 'string',
								default: '',
								placeholder: 'e.g. saas',
								description: 'Type of the error',
								routing: { send: { type: 'body', property: 'error.type' } },
							},
						],
					},
				],
			},
			{
				displayName: 'Recipients',
				name: 'recipients',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Recipient' },
				default: [],
				placeholder: 'e.g. jane@example.com',
				description: 'Additional recipients of the email. An expression may also return objects.',
				routing: { send: { type: 'body', property: 'recipients' } },
			},
		]),
	],
};

import { inBody, inBodyUnder } from '../../../shared/fields/routing';
import type { Field } from '../../../shared/fields/routing';
import { updateFieldsOf } from '../../../shared/fields/collections';
import { messageId } from '../../../shared/fields/message';
import { providerNotice } from '../../../shared/fields/notices';
import { messageStatuses } from '../../fields/status';
import { converters, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

const errorMembers: Field[] = [
	{
		displayName: 'Code',
		name: 'code',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1',
		description: 'Error code of your provider',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: '',
		placeholder: 'e.g. The number is not in service',
		description: 'Description of the error from your provider',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'string',
		default: '',
		placeholder: 'e.g. saas',
		description: 'Error type of your provider',
	},
];

export const updateStatus: Operation = {
	option: {
		name: 'Update Status',
		value: 'updateStatus',
		action: 'Update message status',
		description: 'Update the delivery status of a message that your conversation provider sent',
	},
	request: { method: 'PUT', url: '/conversations/messages/{messageId}/status' },
	scope: 'conversations/message.write',
	response: recordResponse(),
	fields: [
		providerNotice,
		messageId,
		inBody({
			displayName: 'Status',
			name: 'status',
			type: 'options',
			required: true,
			options: messageStatuses,
			default: 'delivered',
			description: 'The new status of the message',
		}),
		updateFieldsOf([
			inBody({
				displayName: 'Email Message ID',
				name: 'emailMessageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. rnGyqh2F6uBrIkfhFo9A',
				description: 'ID of the email whose status to update',
			}),
			{
				displayName: 'Error',
				name: 'error',
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Error',
				description: 'Error that the conversation provider reported',
				options: [
					{
						displayName: 'Error',
						name: 'value',
						values: errorMembers.map(inBodyUnder('error')),
					},
				],
			},
			inBody({
				displayName: 'Recipients',
				name: 'recipients',
				convert: converters.anyList,
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Recipient' },
				default: [],
				placeholder: 'e.g. jane@example.com',
				description: 'Additional recipients of the email. An expression may also return objects.',
			}),
		]),
	],
};

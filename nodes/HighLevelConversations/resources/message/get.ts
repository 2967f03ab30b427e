import { MESSAGE_FIELDS, messageId } from '../../../shared/fields/message';
import { simplify } from '../../../shared/fields/pagination';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get message',
		description: 'Retrieve a message',
	},
	request: { method: 'GET', url: '/conversations/messages/{messageId}' },
	scope: 'conversations/message.readonly',
	response: recordResponse({ unwrap: 'message', simplify: MESSAGE_FIELDS }),
	fields: [messageId, simplify],
};

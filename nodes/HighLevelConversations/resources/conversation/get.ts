import { conversationInPath } from '../../../shared/fields/conversation';
import { simplify } from '../../../shared/fields/pagination';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get conversation',
		description: 'Retrieve a conversation',
	},
	request: { method: 'GET', url: '/conversations/{conversationId}' },
	scope: 'conversations.readonly',
	response: recordResponse({
		unwrap: 'conversation',
		simplify: [
			'id',
			'contactId',
			'assignedTo',
			'type',
			'unreadCount',
			'starred',
			'deleted',
			'lastMessageType',
			'lastMessageBody',
			'lastMessageDate',
		],
	}),
	fields: [conversationInPath, simplify],
};

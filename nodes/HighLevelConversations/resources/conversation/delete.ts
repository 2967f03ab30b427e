import { conversationInPath } from '../../../shared/fields/conversation';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const deleteConversation: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete conversation',
		description: 'Delete a conversation permanently',
	},
	request: { method: 'DELETE', url: '/conversations/{conversationId}' },
	scope: 'conversations.write',
	response: recordResponse({ instead: { deleted: true } }),
	fields: [conversationInPath],
};

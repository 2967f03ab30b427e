import { EMAIL_KEY, emailMessageId } from '../../../shared/fields/message';
import { simplify } from '../../../shared/fields/pagination';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const getEmail: Operation = {
	option: {
		name: 'Get Email',
		value: 'getEmail',
		action: 'Get email',
		description: 'Retrieve one email with its body',
	},
	request: { method: 'GET', url: '/conversations/messages/email/{emailMessageId}' },
	scope: 'conversations/message.readonly',
	response: recordResponse({
		unwrap: EMAIL_KEY,
		simplify: [
			'id',
			'conversationId',
			'contactId',
			'dateAdded',
			'subject',
			'body',
			'direction',
			'status',
			'from',
			'to',
		],
	}),
	fields: [emailMessageId, simplify],
};

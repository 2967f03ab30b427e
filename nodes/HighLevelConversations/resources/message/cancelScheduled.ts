import { emailMessageId, messageId } from '../../../shared/fields/message';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

const cancelResponse = recordResponse({ instead: { cancelled: true } });

export const cancelScheduled: Operation = {
	option: {
		name: 'Cancel Scheduled',
		value: 'cancelScheduled',
		action: 'Cancel scheduled message',
		description: 'Cancel a scheduled message that is not an email',
	},
	request: { method: 'DELETE', url: '/conversations/messages/{messageId}/schedule' },
	scope: 'conversations/message.write',
	response: cancelResponse,
	fields: [messageId],
};

export const cancelScheduledEmail: Operation = {
	option: {
		name: 'Cancel Scheduled Email',
		value: 'cancelScheduledEmail',
		action: 'Cancel scheduled email',
		description: 'Cancel a scheduled email by its email message ID',
	},
	request: { method: 'DELETE', url: '/conversations/messages/email/{emailMessageId}/schedule' },
	scope: 'conversations/message.write',
	response: cancelResponse,
	fields: [emailMessageId],
};

import { inBody } from '../../../shared/fields/routing';
import { conversationInBody } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import type { Operation } from '../shared/operation';
import { sendResponse } from './shared/sentMessage';

export const replyToReview: Operation = {
	option: {
		name: 'Reply to Review',
		value: 'replyToReview',
		action: 'Reply to review',
		description: 'Reply to a Google Business review',
	},
	request: { method: 'POST', url: '/conversations/messages/review-reply', location: 'body' },
	scope: 'conversations/message.write',
	itemNoun: 'replies',
	response: sendResponse,
	fields: [
		internalNotice,
		conversationInBody,
		inBody({
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Thank you for your review!',
			description: 'Text of the reply, which is public',
		}),
		locationId,
	],
};

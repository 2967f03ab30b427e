import { conversationInBody, conversationRule } from '../../fields/conversation';
import { locationId } from '../../fields/location';
import { internalNotice } from '../../fields/notices';
import { route, rules, single } from '../../request';
import type { Operation } from '../operation';

export const replyToReview: Operation = {
	option: {
		name: 'Reply to Review',
		value: 'replyToReview',
		action: 'Reply to review',
		description: 'Answer a review on Google Business',
		routing: route('POST', '/conversations/messages/review-reply', {
			scope: 'conversations/message.write',
			repeat: 'refused',
			counted: 'replies',
			location: 'body',
			fields: { conversationId: conversationRule, message: rules.requiredText },
			run: single(),
		}),
	},
	fields: [
		internalNotice,
		conversationInBody,
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Thank you for your review!',
			description: 'Text of the reply, which everybody can read',
			routing: { send: { type: 'body', property: 'message' } },
		},
		locationId,
	],
};

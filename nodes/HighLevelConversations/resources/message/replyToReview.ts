import { conversationInBody, conversationRule } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import { route, rules } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { sentMessageResponse } from './shared/sentMessage';

export const replyToReview: Operation = {
	option: {
		name: 'Reply to Review',
		value: 'replyToReview',
		action: 'Reply to review',
		description: 'Reply to a Google Business review',
		routing: route('POST', '/conversations/messages/review-reply', {
			scope: 'conversations/message.write',
			itemNoun: 'replies',
			location: 'body',
			fields: { conversationId: conversationRule, message: rules.requiredUntrimmed },
			response: sentMessageResponse,
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
			description: 'Text of the reply, which is public',
			routing: { send: { type: 'body', property: 'message' } },
		},
		locationId,
	],
};

import { API_VERSION_V3 } from '../../../../credentials/shared/fields';
import { updateFieldsOf } from '../../../shared/fields/collections';
import { conversationInPath } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { ParameterError, route, rules, recordResponse } from '../../../shared/request';
import type { ItemContext, Converter } from '../../../shared/request';
import { assertSomething } from '../shared/checks';
import type { Operation } from '../shared/operation';

const RATINGS: unknown[] = ['positive', 'negative'];

/** A JSON object, or one of the two words, with or without JSON's quotes. */
const feedbackOf: Converter = (value, field) => {
	const word = typeof value === 'string' ? value.trim().replace(/^"(.*)"$/, '$1') : value;
	return RATINGS.includes(word) ? word : rules.json(value, field);
};

const somethingToUpdate = assertSomething('unreadCount', 'starred', 'feedback');

/** Version v3 of the API takes the words as well as an object. */
function check(job: ItemContext): void {
	somethingToUpdate(job);
	const { feedback } = job.body;
	if (!RATINGS.includes(feedback) || job.session.apiVersion === API_VERSION_V3) return;
	throw new ParameterError(
		"'Feedback' must be a JSON object: 'positive' and 'negative' require API version v3",
	);
}

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update conversation',
		description: 'Update the star, unread count or feedback of a conversation',
		routing: route('PUT', '/conversations/{conversationId}', {
			scope: 'conversations.write',
			location: 'body',
			fields: { unreadCount: rules.number, starred: rules.boolean, feedback: feedbackOf },
			check,
			response: recordResponse({ unwrap: 'conversation' }),
		}),
	},
	fields: [
		conversationInPath,
		updateFieldsOf([
			{
				displayName: 'Feedback',
				name: 'feedback',
				type: 'json',
				default: '{}',
				description:
					"Feedback on a live chat: a JSON object. With API version v3 also 'positive' or 'negative'.",
				routing: { send: { type: 'body', property: 'feedback' } },
			},
			{
				displayName: 'Starred',
				name: 'starred',
				type: 'boolean',
				default: true,
				description: 'Whether the conversation is starred',
				routing: { send: { type: 'body', property: 'starred' } },
			},
			{
				displayName: 'Unread Count',
				name: 'unreadCount',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'Number of unread messages. Set it to 0 to mark the conversation as read.',
				routing: { send: { type: 'body', property: 'unreadCount' } },
			},
		]),
		locationId,
	],
};

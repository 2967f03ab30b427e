import { inBody } from '../../../shared/fields/routing';
import { API_VERSION_V3 } from '../../../../credentials/shared/fields';
import { updateFieldsOf } from '../../../shared/fields/collections';
import { conversationInPath } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { ParameterError, converters, recordResponse } from '../../../shared/request';
import type { ItemContext, Converter } from '../../../shared/request';
import { assertUpdates } from '../shared/checks';
import type { Operation } from '../shared/operation';

const RATINGS: unknown[] = ['positive', 'negative'];

/** Converts 'Feedback': a rating, with or without JSON's quotes, or a JSON object. */
const feedbackOf: Converter = (value, field) => {
	const word = typeof value === 'string' ? value.trim().replace(/^"(.*)"$/, '$1') : value;
	return RATINGS.includes(word) ? word : converters.json(value, field);
};

const updateFields = updateFieldsOf([
	inBody({
		displayName: 'Feedback',
		name: 'feedback',
		convert: feedbackOf,
		type: 'json',
		default: '{}',
		description:
			"Feedback on a live chat: a JSON object. With API version v3 also 'positive' or 'negative'.",
	}),
	inBody({
		displayName: 'Starred',
		name: 'starred',
		type: 'boolean',
		default: true,
		description: 'Whether the conversation is starred',
	}),
	inBody({
		displayName: 'Unread Count',
		name: 'unreadCount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Number of unread messages. Set it to 0 to mark the conversation as read.',
	}),
]);

const assertUpdated = assertUpdates(updateFields);

/** Also throws a `ParameterError` for a rating as text unless the credential uses API version v3, which accepts it. */
function checkUpdates(item: ItemContext): void {
	assertUpdated(item);
	const { feedback } = item.body;
	if (!RATINGS.includes(feedback) || item.session.apiVersion === API_VERSION_V3) return;
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
	},
	request: { method: 'PUT', url: '/conversations/{conversationId}', location: 'body' },
	scope: 'conversations.write',
	check: checkUpdates,
	response: recordResponse({ unwrap: 'conversation' }),
	fields: [conversationInPath, updateFields, locationId],
};

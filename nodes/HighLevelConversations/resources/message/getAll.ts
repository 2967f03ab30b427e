import { CONVERSATION_LABEL, conversationInPath } from '../../fields/conversation';
import { optionsOf } from '../../fields/files';
import { MESSAGE_FIELDS } from '../../fields/message';
import { listedMessageTypes } from '../../fields/messageTypes';
import { paging, simplify } from '../../fields/paging';
import { messageCursor, pages, route, rules } from '../../request';
import type { Operation } from '../operation';

/** Lists leave the bodies of emails out: a message's `meta.email.messageIds` lead to them. */
function emailPaths(record: { [key: string]: unknown }): string[] {
	const { email } = (record.meta ?? {}) as { email?: { messageIds?: unknown } };
	const ids = Array.isArray(email?.messageIds) ? email.messageIds : [];
	return ids.map((id) => `/conversations/messages/email/${encodeURIComponent(String(id))}`);
}

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many messages',
		description: 'Retrieve the messages of a conversation, newest first',
		routing: route('GET', '/conversations/{conversationId}/messages', {
			scope: 'conversations/message.readonly',
			repeat: 'always',
			ids: { conversationId: CONVERSATION_LABEL },
			fields: { type: rules.commaList },
			run: pages({
				cursor: messageCursor,
				simplify: MESSAGE_FIELDS,
				follow: {
					parameter: 'options.includeEmailBodies',
					paths: emailPaths,
					unwrap: 'emailMessage',
					as: 'emails',
				},
			}),
		}),
	},
	fields: [
		conversationInPath,
		...paging,
		simplify,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'multiOptions',
					options: listedMessageTypes,
					default: [],
					description: 'Return only messages of these types',
					routing: { send: { type: 'query', property: 'type' } },
				},
			],
		},
		optionsOf([
			{
				displayName: 'Include Email Bodies',
				name: 'includeEmailBodies',
				type: 'boolean',
				default: true,
				displayOptions: { show: { '/simplify': [true] } },
				description:
					"Whether to fetch the body of each email and add it as 'emails': one more request for each",
			},
			{
				displayName: 'Last Message ID',
				name: 'lastMessageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. tDtDnQdgm2LXpyiqYvZ6',
				description: 'Start after this message, and go on with the older ones',
				routing: { send: { type: 'query', property: 'lastMessageId' } },
			},
		]),
	],
};

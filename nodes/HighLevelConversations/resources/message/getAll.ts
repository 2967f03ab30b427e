import { updateDisplayOptions } from 'n8n-workflow';
import { downloadOptions } from '../../../shared/fields/downloadAttachments';
import { inQuery } from '../../../shared/fields/routing';
import { filtersOf, optionsOf } from '../../../shared/fields/collections';
import { conversationOrContactInPath } from '../../../shared/fields/conversation';
import { EMAIL_KEY, emailPaths, MESSAGE_FIELDS } from '../../../shared/fields/message';
import { listedMessageTypes } from '../../../shared/fields/messageTypes';
import { pagination, simplify } from '../../../shared/fields/pagination';
import { messageCursor, paginatedResponse } from '../../../shared/request';
import { checkDownloadOptions, downloadAttachmentsOf } from '../shared/attachments';
import { resolveConversation } from '../shared/conversationLookup';
import type { Operation } from '../shared/operation';
import { OPERATION_NAMES } from '../../../shared/names';

export const getAll: Operation = {
	option: {
		name: OPERATION_NAMES.getMessages,
		value: 'getAll',
		action: 'Get many messages',
		description: 'Retrieve the messages of a conversation, newest first',
	},
	request: { method: 'GET', url: '/conversations/{conversationId}/messages' },
	scope: 'conversations/message.readonly',
	async check(item) {
		checkDownloadOptions(item);
		await resolveConversation(item);
	},
	response: paginatedResponse({
		cursor: messageCursor,
		simplify: MESSAGE_FIELDS,
		details: {
			parameter: 'options.includeEmailBodies',
			paths: emailPaths,
			unwrap: EMAIL_KEY,
			as: 'emails',
			missing: 'Email body',
		},
		complete: downloadAttachmentsOf,
	}),
	fields: [
		conversationOrContactInPath,
		...pagination,
		simplify,
		filtersOf([
			inQuery({
				displayName: 'Type',
				name: 'type',
				type: 'multiOptions',
				options: listedMessageTypes,
				default: [],
				description: 'Only return messages of these types',
			}),
		]),
		optionsOf([
			...updateDisplayOptions({ show: { '/simplify': [true] } }, downloadOptions),
			{
				displayName: 'Include Email Bodies',
				name: 'includeEmailBodies',
				type: 'boolean',
				default: true,
				displayOptions: { show: { '/simplify': [true] } },
				description:
					"Whether to fetch the body of each email and add it as 'emails'. Sends one more request per email.",
			},
			inQuery({
				displayName: 'Last Message ID',
				name: 'lastMessageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. tDtDnQdgm2LXpyiqYvZ6',
				description: 'Only return messages that are older than this one',
			}),
		]),
	],
};

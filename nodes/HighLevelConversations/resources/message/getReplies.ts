import { downloadOptions } from '../../../shared/fields/downloadAttachments';
import { optionsOf } from '../../../shared/fields/collections';
import { conversationOrContactInPath } from '../../../shared/fields/conversation';
import { channels, waitForQuiet } from '../../fields/threadOptions';
import { checkReplies, repliesResponse } from './getRepliesResponse';
import type { Operation } from '../shared/operation';

export const getReplies: Operation = {
	option: {
		name: 'Get Replies',
		value: 'getReplies',
		action: 'Get replies to message',
		description:
			'Get all messages that the contact sent after a message or a date as one item, even if there are none',
	},
	request: { method: 'GET', url: '/conversations/{conversationId}/messages' },
	scope: 'conversations/message.readonly',
	check: checkReplies,
	response: repliesResponse,
	fields: [
		conversationOrContactInPath,
		{
			displayName: 'After',
			name: 'after',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				"ID of a message, e.g. the 'messageId' returned by Send, or a date. Only later messages count as replies.",
		},
		optionsOf([
			channels,
			...downloadOptions,
			waitForQuiet,
			{
				displayName: 'Wait Up To',
				name: 'waitUpTo',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 600 },
				default: 60,
				description: "Number of seconds to wait for a reply. To wait longer, use n8n's Wait node.",
			},
		]),
	],
};

import { answerOptions, contactFilters } from '../../../shared/fields/answerRules';
import { downloadOptions } from '../../../shared/fields/downloadAttachments';
import { optionsOf } from '../../../shared/fields/collections';
import { conversationOrContactInPath } from '../../../shared/fields/conversation';
import { channels, waitForQuiet } from '../../fields/threadOptions';
import { checkUnanswered, unansweredResponse } from './getUnansweredResponse';
import type { Operation } from '../shared/operation';

export const getUnanswered: Operation = {
	option: {
		name: 'Get Unanswered',
		value: 'getUnanswered',
		action: 'Get unanswered messages',
		description: 'Get all messages that the contact sent since the last answer as one item',
		builderHint: {
			propertyHint:
				"For workflows that start with a webhook. Set 'onlyIfLatest' to the ID of the message in the webhook. In the node that sends the answer, set the option 'onlyIfUnanswered' to the 'turn' of the item.",
		},
	},
	request: { method: 'GET', url: '/conversations/{conversationId}/messages' },
	scope: 'conversations/message.readonly',
	check: checkUnanswered,
	response: unansweredResponse,
	fields: [
		conversationOrContactInPath,
		optionsOf([
			...answerOptions,
			...contactFilters,
			...downloadOptions,
			{
				displayName: 'Always Output',
				name: 'alwaysOutput',
				type: 'boolean',
				default: true,
				description:
					"Whether to output an item even if there is nothing to answer. Its field 'skipped' has the reason: 'answered', 'human', 'newerMessage', 'empty' or the name of an option, e.g. 'blockedTags'.",
			},
			{
				displayName: 'Count Automated Messages',
				name: 'automatedCounts',
				type: 'boolean',
				default: true,
				description:
					'Whether messages sent by HighLevel itself (workflows, campaigns, bulk actions) count as answers',
			},
			channels,
			{
				displayName: 'Only If Latest',
				name: 'onlyIfLatest',
				type: 'string',
				default: '',
				placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
				description:
					'ID of the message that started the workflow. If the contact has sent another message since, there is nothing to answer. Of several executions for messages in a row, only the last one continues.',
			},
			{
				displayName: 'Pause After Human',
				name: 'pauseAfterHuman',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					"Number of minutes after a person wrote or called from HighLevel's app during which there is nothing to answer",
			},
			waitForQuiet,
		]),
	],
};

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
		description: 'Get everything the contact wrote since the last answer as one item',
		builderHint: {
			propertyHint:
				"For workflows that a webhook starts. Set 'onlyIfLatest' to the ID of the message that started it, and give the item's 'turn' to the option 'onlyIfUnanswered' of the node that sends the answer.",
		},
	},
	request: { method: 'GET', url: '/conversations/{conversationId}/messages' },
	scope: 'conversations/message.readonly',
	check: checkUnanswered,
	response: unansweredResponse(),
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
					"Whether to output an item with the reason as 'skipped' if there is nothing to answer: 'answered', 'human', 'newerMessage', 'empty', or the name of the option that decided, e.g. 'blockedTags'. Otherwise there is no output.",
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
					'ID of the message that started the workflow. There is nothing to answer if the contact has sent another one since. If a webhook starts several executions, only the last one continues.',
			},
			{
				displayName: 'Pause After Human',
				name: 'pauseAfterHuman',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					"Number of minutes without an answer after a person wrote or called from HighLevel's app",
			},
			waitForQuiet,
		]),
	],
};

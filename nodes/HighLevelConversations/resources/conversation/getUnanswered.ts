import { answerOptions, contactFilters } from '../../../shared/fields/answerRules';
import { optionsOf } from '../../../shared/fields/collections';
import {
	CONVERSATION_LABEL,
	conversationOrContactInPath,
} from '../../../shared/fields/conversation';
import { route } from '../../../shared/request';
import { channels, waitForQuiet } from '../../fields/threadOptions';
import { checkUnanswered, getsUnanswered } from './getUnansweredResponse';
import type { Operation } from '../shared/operation';

export const getUnanswered: Operation = {
	option: {
		name: 'Get Unanswered',
		value: 'getUnanswered',
		action: 'Get unanswered messages',
		description: 'Retrieve what the contact wrote since the last answer, as one item, if anything',
		routing: route('GET', '/conversations/{conversationId}/messages', {
			scope: 'conversations/message.readonly',
			ids: { conversationId: CONVERSATION_LABEL },
			check: checkUnanswered,
			response: getsUnanswered(),
		}),
	},
	fields: [
		conversationOrContactInPath,
		optionsOf([
			...answerOptions,
			...contactFilters,
			{
				displayName: 'Always Output',
				name: 'alwaysOutput',
				type: 'boolean',
				default: true,
				description:
					"Whether to output an item with the reason as 'skipped' if there is nothing to answer: 'answered', 'human', 'newerMessage', 'empty', or the name of the option that decided, e.g. 'blockedTags'. Otherwise there is no output.",
			},
			{
				displayName: 'Automated Messages Count as Answers',
				name: 'automatedCounts',
				type: 'boolean',
				default: true,
				description:
					'Whether what HighLevel sends by itself (workflows, campaigns, bulk actions) answers the contact. Otherwise it is passed over.',
			},
			channels,
			{
				displayName: 'Only If Latest',
				name: 'onlyIfLatest',
				type: 'string',
				default: '',
				placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
				description:
					'ID of the message that started the workflow: there is nothing to answer once the contact has written another one. Of several executions that a webhook started one after the other, exactly one goes on.',
			},
			{
				displayName: 'Pause After Human',
				name: 'pauseAfterHuman',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					"For how many minutes after a person wrote or called from HighLevel's app there is nothing to answer",
			},
			waitForQuiet,
		]),
	],
};

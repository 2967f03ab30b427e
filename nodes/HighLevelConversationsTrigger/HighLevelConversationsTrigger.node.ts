import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { credentials } from '../shared/fields/authentication';
import { searchConversations } from '../shared/listSearch/searchConversations';
import { operationPath } from '../shared/names';
import { events } from './events';
import { properties } from './fields';
import { poll } from './poll';

/** The event in lower case, which the editor shows below the node's name. */
const subtitles = Object.fromEntries(
	Object.entries(events).map(([value, { option }]) => [value, option.name.toLowerCase()]),
);
const subtitle = `={{ (${JSON.stringify(subtitles)})[$parameter["event"]] }}`;

export class HighLevelConversationsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Conversations Trigger',
		name: 'highLevelConversationsTrigger',
		icon: {
			light: 'file:../../icons/highLevelConversations.svg',
			dark: 'file:../../icons/highLevelConversations.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			'Starts the workflow when messages or conversations change in HighLevel (GoHighLevel)',
		defaults: { name: 'HighLevel Conversations Trigger' },
		polling: true,
		builderHint: {
			searchHint: `Triggers on messages and conversations in HighLevel (GoHighLevel). For an AI inbox use the event 'Unanswered Message': it starts one execution for each conversation. Pass the item's 'turn' to the option 'onlyIfUnanswered' of ${operationPath('message', 'sendMessage')}. Unanswered messages trigger the workflow up to three times: set the option 'retryAfter' to 0 if it only notifies somebody.`,
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties,
	};

	methods = { listSearch: { searchConversations } };

	poll = poll;
}

import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { conversationLocator } from '../shared/fields/conversation';
import { direction } from '../shared/fields/direction';
import { locationId } from '../shared/fields/location';
import { simplify } from '../shared/fields/pagination';
import { channelOptions } from '../shared/channels';

const event: INodeProperties = {
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Conversation Unread',
			value: 'conversationUnread',
			description:
				'A conversation becomes unread, or gets another unread message, between two polls. Watches the 1,000 unread ones with the latest messages.',
		},
		{
			name: 'Message Failed',
			value: 'messageFailed',
			description: 'A message that was sent did not reach the contact',
		},
		{
			name: 'New Conversation',
			value: 'newConversation',
			description: 'A conversation is created',
		},
		{
			name: 'New Message',
			value: 'newMessage',
			description: 'A message is received or sent, on any channel',
		},
		{
			name: 'Unanswered Message',
			value: 'unanswered',
			description:
				'A contact has written, has been quiet since, and nobody has answered: once for each turn, with all its messages together',
		},
	],
	default: 'newMessage',
};

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	placeholder: 'e.g. OP7z4LCyPACyH5fcEIZa',
	description: 'Start only for this contact',
};

const ofMessages: INodeProperties[] = [
	{
		...direction,
		displayOptions: { show: { event: ['newMessage'] } },
		description: 'Whether the contact wrote or you did',
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: channelOptions,
		default: [],
		displayOptions: { show: { event: ['messageFailed', 'newMessage', 'unanswered'] } },
		description:
			"The channels to start on. Without any, all of them but 'Activity', HighLevel's notes on appointments, invoices and the like.",
	},
	{
		...filtersOf([
			contactId,
			{
				...conversationLocator,
				description: 'Start only for this conversation',
			},
		]),
		displayOptions: { show: { event: ['messageFailed', 'newMessage'] } },
	},
];

const forTurns = { show: { '/event': ['unanswered'] } };

const options = optionsOf([
	{
		displayName: 'Automated Messages Count as Answers',
		name: 'automatedCounts',
		type: 'boolean',
		default: true,
		displayOptions: forTurns,
		description:
			'Whether what HighLevel sends by itself (workflows, campaigns, bulk actions) answers the contact. Otherwise it is passed over.',
	},
	{
		displayName: 'Include Email Bodies',
		name: 'includeEmailBodies',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/event': ['newMessage'] } },
		description:
			"Whether to fetch the body of each email and add it as 'emails': one more request for each",
	},
	{
		displayName: 'Include Last Messages',
		name: 'lastMessages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			"How many of the conversation's last messages to add as 'lastMessages', oldest first, e.g. for a chat model: one more request for each conversation",
	},
	{
		displayName: 'Limit per Poll',
		name: 'limitPerPoll',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 500,
		description: 'Max number of items of one start. The next poll goes on with the rest.',
	},
	{
		displayName: 'Look Back',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		displayOptions: { show: { '/event': ['messageFailed'] } },
		description:
			'How many hours after it was sent a message is looked at. Each poll reads all messages of that time, 1,000 a request.',
	},
	{
		displayName: 'Overlap',
		name: 'overlap',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		displayOptions: { hide: { '/event': ['conversationUnread', 'messageFailed'] } },
		description:
			'How many minutes before the latest known record each poll looks again, for what HighLevel lists late',
	},
	{
		displayName: 'Pause After Human',
		name: 'pauseAfterHuman',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		displayOptions: forTurns,
		description:
			"For how many minutes after a person wrote or called from HighLevel's app the workflow does not start. What is unanswered then comes afterwards.",
	},
	{
		displayName: 'Wait for Quiet',
		name: 'waitForQuiet',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		displayOptions: forTurns,
		description:
			'How many seconds the contact must have written nothing, so that several messages in a row are taken together. What is too young waits for the next poll.',
	},
]);

export const properties: INodeProperties[] = [
	authentication,
	event,
	...ofMessages,
	{
		...filtersOf([contactId]),
		displayOptions: { hide: { event: ['messageFailed', 'newMessage'] } },
	},
	{ ...simplify, displayOptions: { hide: { event: ['unanswered'] } } },
	options,
	locationId,
];

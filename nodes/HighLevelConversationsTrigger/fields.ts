import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { conversationLocator } from '../shared/fields/conversation';
import { direction } from '../shared/fields/direction';
import { locationId } from '../shared/fields/location';
import { simplify } from '../shared/fields/paging';
import { channelOptions } from '../shared/fields/channels';

const forMessages = { show: { event: ['newMessage'] } };

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
			name: 'New Conversation',
			value: 'newConversation',
			description: 'A conversation is created',
		},
		{
			name: 'New Message',
			value: 'newMessage',
			description: 'A message is received or sent, on any channel',
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
		displayOptions: forMessages,
		description: 'Whether the contact wrote or you did',
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: channelOptions,
		default: [],
		displayOptions: forMessages,
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
		displayOptions: forMessages,
	},
];

const options = optionsOf([
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
		displayName: 'Overlap',
		name: 'overlap',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		displayOptions: { hide: { '/event': ['conversationUnread'] } },
		description:
			'How many minutes before the latest known record each poll looks again, for what HighLevel lists late',
	},
]);

export const properties: INodeProperties[] = [
	authentication,
	event,
	...ofMessages,
	{ ...filtersOf([contactId]), displayOptions: { hide: { event: ['newMessage'] } } },
	simplify,
	options,
	locationId,
];

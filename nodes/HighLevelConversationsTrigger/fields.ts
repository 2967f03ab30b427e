import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { conversationLocator } from '../shared/fields/conversation';
import { direction } from '../shared/fields/direction';
import { locationId } from '../shared/fields/location';
import { simplify } from '../shared/fields/pagination';
import { channelOptions } from '../shared/channels';
import { events } from './events';

const event: INodeProperties = {
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(events).map(([value, { option }]) => ({ ...option, value })),
	default: 'newMessage',
};

/** The events that have a parameter at this path, or below it. */
const eventsWith = (path: string): string[] =>
	Object.entries(events)
		.filter(([, { parameters }]) =>
			parameters.some((each) => each === path || each.startsWith(`${path}.`)),
		)
		.map(([name]) => name);

/** A parameter that is shown for the events that declare it. */
const shown = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { event: eventsWith(property.name) } },
});

/** The same for a member of a collection. */
const shownIn =
	(collection: 'filters' | 'options') =>
	(property: INodeProperties): INodeProperties => ({
		...property,
		displayOptions: { show: { '/event': eventsWith(`${collection}.${property.name}`) } },
	});

const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	placeholder: 'e.g. OP7z4LCyPACyH5fcEIZa',
	description: 'Start only for this contact',
};

const channels: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'multiOptions',
	options: channelOptions,
	default: [],
	description:
		"The channels to start on. Leave empty for all of them but 'Activity', which holds HighLevel's notes on appointments, invoices and the like.",
};

const filters = [
	contactId,
	{ ...conversationLocator, description: 'Start only for this conversation' },
].map(shownIn('filters'));

const options: INodeProperties[] = [
	{
		displayName: 'Automated Messages Count as Answers',
		name: 'automatedCounts',
		type: 'boolean',
		default: true,
		description:
			'Whether what HighLevel sends by itself (workflows, campaigns, bulk actions) answers the contact. Otherwise it is passed over.',
	},
	{
		displayName: 'Include Email Bodies',
		name: 'includeEmailBodies',
		type: 'boolean',
		default: true,
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
		description:
			'How many hours after it was sent a message is looked at. Each poll reads all messages of that time, 1,000 a request.',
	},
	{
		displayName: 'Overlap',
		name: 'overlap',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'How many minutes before the latest known record each poll looks again, for what HighLevel lists late',
	},
	{
		displayName: 'Pause After Human',
		name: 'pauseAfterHuman',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description:
			"For how many minutes after a person wrote or called from HighLevel's app the workflow does not start. What is unanswered then comes afterwards.",
	},
	{
		displayName: 'Start Per',
		name: 'startPer',
		type: 'options',
		options: [
			{ name: 'Item', value: 'item', description: 'An execution for each item' },
			{ name: 'Poll', value: 'poll', description: 'One execution for all items of a poll' },
		],
		default: 'poll',
		description: 'Whether the items of a poll start one execution together or one each',
	},
	{
		displayName: 'Wait for Quiet',
		name: 'waitForQuiet',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description:
			'How many seconds the contact must have written nothing, so that several messages in a row are taken together. What is too young waits for the next poll.',
	},
];

export const properties: INodeProperties[] = [
	authentication,
	event,
	shown({ ...direction, description: 'Whether the contact wrote or you did' }),
	shown(channels),
	shown(filtersOf(filters)),
	shown(simplify),
	optionsOf(options.map(shownIn('options'))),
	locationId,
];

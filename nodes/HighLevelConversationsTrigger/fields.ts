import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { downloadOptions } from '../shared/fields/downloadAttachments';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { answerOptions, contactFilters } from '../shared/fields/answerRules';
import { conversationLocator } from '../shared/fields/conversation';
import { direction } from '../shared/fields/direction';
import { locationId } from '../shared/fields/location';
import { simplify } from '../shared/fields/pagination';
import { channelOptions } from '../shared/channels';
import { activeHours } from './activeHoursField';
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
	description: 'Only start for this contact',
};

const channels: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'multiOptions',
	options: channelOptions,
	default: [],
	description:
		"Channels to start on. Leave empty for all except 'Activity' (HighLevel's notes on appointments, invoices and similar).",
};

const filters = [
	...contactFilters,
	contactId,
	{ ...conversationLocator, description: 'Only start for this conversation' },
].map(shownIn('filters'));

const limitedEvents = eventsWith('options.limitPerPoll');

/** The option with the default of an event: some start one execution for each item. */
const limitPerPoll = (preset: number, description: string): INodeProperties => ({
	displayName: 'Limit per Poll',
	name: 'limitPerPoll',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: preset,
	description,
});

const isOwnExecution = (event: string): boolean => ['noReplySince', 'unanswered'].includes(event);

/** Limit per Poll as the events show it: with 25 if each item starts an execution, with 500 otherwise. */
const limits: INodeProperties[] = [
	{
		...limitPerPoll(
			500,
			'Max number of items of one poll; the next poll continues with the rest. Without this option 500.',
		),
		displayOptions: { show: { '/event': limitedEvents.filter((name) => !isOwnExecution(name)) } },
	},
	{
		...limitPerPoll(
			25,
			'Max number of executions that one poll starts; the next poll continues with the rest. Without this option 25.',
		),
		displayOptions: { show: { '/event': limitedEvents.filter(isOwnExecution) } },
	},
];

const options: INodeProperties[] = [
	...answerOptions,
	...downloadOptions,
	activeHours,
	{
		displayName: 'Attempts',
		name: 'attempts',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 3,
		description:
			"How often the workflow starts for messages that remain unanswered. The last item has 'lastAttempt' set to true. A workflow that only notifies, and never answers, starts this often for each turn: set 'Retry After' to 0 for it.",
	},
	{
		displayName: 'Count Automated Messages',
		name: 'automatedCounts',
		type: 'boolean',
		default: true,
		description:
			'Whether messages that HighLevel sends by itself (workflows, campaigns, bulk actions) count as answers. Otherwise they are ignored.',
	},
	{
		displayName: 'Include Email Bodies',
		name: 'includeEmailBodies',
		type: 'boolean',
		default: true,
		description:
			"Whether to fetch the body of each email and add it as 'emails', which takes one request for each email",
	},
	{
		displayName: 'Include Last Messages',
		name: 'lastMessages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			"Number of the conversation's last messages to add as 'lastMessages', oldest first, e.g. for a chat model. Takes one request for each conversation.",
	},

	{
		displayName: 'Look Back',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description:
			'Number of hours after sending in which a message is checked. Each poll reads all messages of that time, 1,000 per request.',
	},
	{
		displayName: 'Overlap',
		name: 'overlap',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'Number of minutes of already read records to read again with each poll, because HighLevel lists some records late',
	},
	{
		displayName: 'Pause After Human',
		name: 'pauseAfterHuman',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description:
			'Number of minutes after a person wrote or called from the HighLevel app during which the workflow does not start',
	},
	{
		displayName: 'Retry After',
		name: 'retryAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			"Number of minutes after which the workflow starts again for messages that are still unanswered, up to the number in 'Attempts'. Must be longer than the slowest execution, its time in n8n's queue included. 0 to not retry, e.g. for a workflow that only notifies.",
	},
	{
		displayName: 'Silence',
		name: 'silence',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description: 'Number of hours after the last message to the contact without one from them',
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
		displayName: 'Times',
		name: 'times',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 3,
		description:
			"Maximum number of starts per silence, each time 'Silence' hours after the last message to the contact or the last start",
	},
	{
		displayName: 'Wait for Quiet',
		name: 'waitForQuiet',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description:
			'Number of seconds without a new message from the contact before the workflow starts, so that several messages in a row are handled together',
	},
];

export const properties: INodeProperties[] = [
	authentication,
	event,
	shown({
		...direction,
		description: 'Whether to start on messages from the contact, to the contact, or both',
	}),
	shown(channels),
	shown(filtersOf(filters)),
	shown(simplify),
	optionsOf([...options.map(shownIn('options')), ...limits]),
	locationId,
];

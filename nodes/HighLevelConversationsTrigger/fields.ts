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

/** The events that declare a parameter with this path, or below it. */
const eventsWith = (path: string): string[] =>
	Object.entries(events)
		.filter(([, { parameters }]) =>
			parameters.some((each) => each === path || each.startsWith(`${path}.`)),
		)
		.map(([name]) => name);

/** Shows a parameter only for the events that declare it. */
const showForEvents = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { event: eventsWith(property.name) } },
});

/** Shows a member of a collection only for the events that declare it. */
const showMemberForEvents =
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
	description: 'Only trigger for this contact',
};

const channels: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'multiOptions',
	options: channelOptions,
	default: [],
	description:
		"Channels to trigger on. Leave empty for all except 'Activity' (HighLevel's entries about appointments, invoices and similar).",
};

const filters = [
	...contactFilters,
	contactId,
	{ ...conversationLocator, description: 'Only trigger for this conversation' },
].map(showMemberForEvents('filters'));

const limitedEvents = eventsWith('options.limitPerPoll');

/** The option 'Limit per Poll' with a default. */
const limitPerPollField = (defaultLimit: number, description: string): INodeProperties => ({
	displayName: 'Limit per Poll',
	name: 'limitPerPoll',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: defaultLimit,
	description,
});

/** Whether each item of an event starts its own execution. */
const startsPerItem = (event: string): boolean => ['noReplySince', 'unanswered'].includes(event);

/** 'Limit per Poll' with the default of the event: 25 if each item starts its own execution, 500 otherwise. */
const limits: INodeProperties[] = [
	{
		...limitPerPollField(
			500,
			'Max number of items per poll. The next poll returns the others. 500 if not set.',
		),
		displayOptions: { show: { '/event': limitedEvents.filter((name) => !startsPerItem(name)) } },
	},
	{
		...limitPerPollField(
			25,
			'Max number of executions that a poll starts. The next poll starts the others. 25 if not set.',
		),
		displayOptions: { show: { '/event': limitedEvents.filter(startsPerItem) } },
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
			"Maximum number of times that the same unanswered messages trigger the workflow. The last item has 'lastAttempt' set to true. If the workflow only notifies somebody and does not answer, set 'Retry After' to 0.",
	},
	{
		displayName: 'Count Automated Messages',
		name: 'automatedCounts',
		type: 'boolean',
		default: true,
		description:
			'Whether messages that HighLevel sends automatically (workflows, campaigns, bulk actions) count as answers. If off, they are ignored.',
	},
	{
		displayName: 'Include Email Bodies',
		name: 'includeEmailBodies',
		type: 'boolean',
		default: true,
		description:
			"Whether to fetch the body of each email and add it as 'emails'. Takes one request per email.",
	},
	{
		displayName: 'Include Last Messages',
		name: 'lastMessages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			"Number of the conversation's last messages to add as 'lastMessages', oldest first, e.g. for a chat model. Takes one request per conversation.",
	},
	{
		displayName: 'Look Back',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description:
			'Number of hours after sending in which a failure of a message is detected. Each poll reads all messages of that time, 1,000 per request.',
	},
	{
		displayName: 'Overlap',
		name: 'overlap',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'Number of minutes that each poll reads again, because HighLevel lists some records late',
	},
	{
		displayName: 'Pause After Human',
		name: 'pauseAfterHuman',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description:
			'Number of minutes after a team member wrote or called from the HighLevel app in which the workflow is not triggered',
	},
	{
		displayName: 'Retry After',
		name: 'retryAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			"Number of minutes after which messages that are still unanswered trigger the workflow again, up to the number in 'Attempts'. Must be longer than the slowest execution, including its time in n8n's queue. 0 to not retry, e.g. if the workflow only notifies somebody.",
	},
	{
		displayName: 'Silence',
		name: 'silence',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 24,
		description:
			'Number of hours without a message from the contact, after the last message to them',
	},
	{
		displayName: 'Start Per',
		name: 'startPer',
		type: 'options',
		options: [
			{ name: 'Item', value: 'item', description: 'One execution for each item' },
			{ name: 'Poll', value: 'poll', description: 'One execution for all items of a poll' },
		],
		default: 'poll',
		description:
			'Whether each item starts its own execution, or all items of a poll start one together',
	},
	{
		displayName: 'Times',
		name: 'times',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 3,
		description:
			"Maximum number of times that a contact's silence triggers the workflow, each 'Silence' hours after the last message to the contact and the previous time",
	},
	{
		displayName: 'Wait for Quiet',
		name: 'waitForQuiet',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description:
			'Number of seconds without a new message from the contact before the workflow is triggered, so that several messages in a row are handled together',
	},
];

export const properties: INodeProperties[] = [
	authentication,
	event,
	showForEvents({
		...direction,
		description: 'Whether to trigger on messages from the contact, to the contact, or both',
	}),
	showForEvents(channels),
	showForEvents(filtersOf(filters)),
	showForEvents(simplify),
	optionsOf([...options.map(showMemberForEvents('options')), ...limits]),
	locationId,
];

import type { INodeProperties } from 'n8n-workflow';
import { additionalFieldsOf } from '../../../../shared/fields/collections';
import { emailAddresses } from '../../../fields/email';
import { conversationProviderId } from '../../../fields/provider';
import { attachments } from '../../../fields/files';
import { forward } from '../../../fields/forward';
import { messageStatuses } from '../../../fields/status';
import { subtypeLocator } from '../../../fields/subtype';
import { memberExceptFor, memberFor } from './showForType';

const body = (property: string) => ({ send: { type: 'body' as const, property } });

const forEmail: INodeProperties[] = [
	{
		...subtypeLocator,
		displayName: 'Custom Subtype',
		name: 'customSubtypeId',
		description:
			'The subscription that the email belongs to: who has unsubscribed from it does not get it',
		routing: body('customSubtypeId'),
	},
	...emailAddresses,
	{
		displayName: 'Email Reply Mode',
		name: 'emailReplyMode',
		type: 'options',
		options: [
			{ name: 'Reply', value: 'reply' },
			{ name: 'Reply All', value: 'reply_all' },
		],
		default: 'reply',
		description: 'Whom to answer',
		routing: body('emailReplyMode'),
	},
	forward,
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Plain text of the email, beside its HTML body',
		routing: body('message'),
	},
	{
		displayName: 'Optimization Period',
		name: 'optimizationPeriod',
		type: 'options',
		options: [
			{ name: '24 Hours', value: '24h' },
			{ name: '48 Hours', value: '48h' },
			{ name: '72 Hours', value: '72h' },
		],
		default: '24h',
		description: "The time within which HighLevel's AI may choose the best moment",
		routing: body('optimizationPeriod'),
	},
	{
		displayName: 'Thread ID',
		name: 'threadId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the message that holds the thread to continue',
		routing: body('threadId'),
	},
	{
		displayName: 'Uses Native Scheduling AI',
		name: 'usesNativeSchedulingAi',
		type: 'boolean',
		default: true,
		description: "Whether HighLevel's AI schedules the email",
		routing: body('usesNativeSchedulingAi'),
	},
];

const forComments: INodeProperties[] = [
	{
		displayName: 'Mentions',
		name: 'mentions',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add User ID' },
		default: [],
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description:
			'IDs of the users whom the comment mentions. Each must stand in the text as well, as @name&lt;userId&gt;ID&lt;/userId&gt;.',
		routing: body('mentions'),
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: "ID of the user who comments. Without it the comment is the system's.",
		routing: body('userId'),
	},
];

const forPhones: INodeProperties[] = [
	{
		displayName: 'From Number',
		name: 'fromNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +14994992990',
		description: 'One of the numbers of the location, to send from',
		routing: body('fromNumber'),
	},
	{
		displayName: 'To Number',
		name: 'toNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +14394992990',
		description: "One of the contact's numbers, if not the first",
		routing: body('toNumber'),
	},
];

const forAll: INodeProperties[] = [
	{
		displayName: 'Appointment ID',
		name: 'appointmentId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the appointment that the message is about',
		routing: body('appointmentId'),
	},
	attachments,
	memberExceptFor('Custom', {
		...conversationProviderId,
		description:
			'ID of the conversation provider to send with, if not the default one of the channel',
	}),
	{
		displayName: 'Reply Message ID',
		name: 'replyMessageId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the message to answer',
		routing: body('replyMessageId'),
	},
	{
		displayName: 'Scheduled Timestamp',
		name: 'scheduledTimestamp',
		type: 'dateTime',
		default: '',
		description: 'When HighLevel is to send the message. Leave out to send now.',
		routing: body('scheduledTimestamp'),
	},
	{
		displayName: 'Template ID',
		name: 'templateId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the template to send',
		routing: body('templateId'),
	},
];

/** What HighLevel's documents ask for and HighLevel does not need. */
const notNeeded: INodeProperties[] = [
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: messageStatuses,
		default: 'pending',
		description: 'The status that the message starts with. HighLevel needs none in practice.',
		routing: body('status'),
	},
	{
		displayName: 'Sub Type',
		name: 'subType',
		type: 'string',
		default: '',
		placeholder: 'e.g. SMS',
		description: 'The type within the type. HighLevel needs none in practice.',
		routing: body('subType'),
	},
];

const all: INodeProperties[] = [
	...forAll,
	...forEmail.map((field) => memberFor('Email', field)),
	...forComments.map((field) => memberFor('InternalComment', field)),
	...forPhones.map((field) => memberExceptFor('Email', field)),
];

/** Everything beside the text, as far as it goes with the chosen type. */
export const sendAdditionalFields: INodeProperties = additionalFieldsOf(all, notNeeded);

/** What of it goes with a message that asks one person: no copies to others, no time or text of another maker. */
const FOR_QUESTIONS = [
	'conversationProviderId',
	'customSubtypeId',
	'emailFrom',
	'emailTo',
	'fromNumber',
	'replyMessageId',
	'threadId',
	'toNumber',
];

/** The same for a message that somebody is to answer. */
export const questionAdditionalFields: INodeProperties = additionalFieldsOf(
	all.filter(({ name }) => FOR_QUESTIONS.includes(name)),
);

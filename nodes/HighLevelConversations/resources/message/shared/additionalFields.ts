import type { INodeProperties } from 'n8n-workflow';
import { inBody } from '../../../../shared/fields/routing';
import type { Field } from '../../../../shared/fields/routing';
import { additionalFieldsOf } from '../../../../shared/fields/collections';
import { emailAddresses } from '../../../fields/email';
import { conversationProviderId } from '../../../fields/provider';
import { attachments } from '../../../fields/files';
import { forward } from '../../../fields/forward';
import { messageStatuses } from '../../../fields/status';
import { subtypeLocator } from '../../../fields/subtype';
import { templateId } from '../../../fields/template';
import { converters } from '../../../../shared/request';
import { memberHiddenFor, memberShownFor } from './showForType';

const forEmail: Field[] = [
	inBody({
		...subtypeLocator,
		displayName: 'Custom Subtype',
		name: 'customSubtypeId',
		description:
			'Subscription type of the email. Contacts who unsubscribed from it do not receive it.',
	}),
	...emailAddresses,
	inBody({
		displayName: 'Email Reply Mode',
		name: 'emailReplyMode',
		type: 'options',
		options: [
			{ name: 'Reply', value: 'reply' },
			{ name: 'Reply All', value: 'reply_all' },
		],
		default: 'reply',
		description: 'Whether to reply to the sender or to all recipients',
	}),
	forward,
	inBody({
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Plain text version of the email',
	}),
	inBody({
		displayName: 'Optimization Period',
		name: 'optimizationPeriod',
		type: 'options',
		options: [
			{ name: '24 Hours', value: '24h' },
			{ name: '48 Hours', value: '48h' },
			{ name: '72 Hours', value: '72h' },
		],
		default: '24h',
		description: "Period within which HighLevel's AI chooses when to send",
	}),
	inBody({
		displayName: 'Thread ID',
		name: 'threadId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the message whose email thread to continue',
	}),
	inBody({
		displayName: 'Uses Native Scheduling AI',
		name: 'usesNativeSchedulingAi',
		type: 'boolean',
		default: true,
		description: "Whether HighLevel's AI schedules the email",
	}),
];

const forComments: Field[] = [
	inBody({
		displayName: 'Mentions',
		name: 'mentions',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add User ID' },
		default: [],
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description:
			'IDs of the users to mention. Each must also appear in the text, as @name&lt;userId&gt;ID&lt;/userId&gt;.',
	}),
	inBody({
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the user who writes the comment. If not set, the system is the author.',
	}),
];

const forPhones: Field[] = [
	inBody({
		displayName: 'From Number',
		name: 'fromNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +14994992990',
		description: 'Phone number of the location to send from',
	}),
	inBody({
		displayName: 'To Number',
		name: 'toNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +14394992990',
		description: "Number to send to, if not the contact's primary one",
	}),
];

const forAll: Field[] = [
	inBody({
		displayName: 'Appointment ID',
		name: 'appointmentId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the related appointment',
	}),
	attachments,
	memberHiddenFor('Custom', {
		...conversationProviderId,
		description: "ID of the conversation provider to use instead of the channel's default",
	}),
	inBody({
		displayName: 'Reply Message ID',
		name: 'replyMessageId',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description: 'ID of the message to reply to',
	}),
	inBody({
		displayName: 'Scheduled Timestamp',
		name: 'scheduledTimestamp',
		convert: converters.futureEpochSeconds,
		type: 'dateTime',
		default: '',
		description: 'When to send the message. If not set, it is sent immediately.',
	}),
	templateId,
];

/** Fields that HighLevel documents as required, but does not require. */
const notRequired: Field[] = [
	inBody({
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: messageStatuses,
		default: 'pending',
		description: 'Initial status of the message. In practice, HighLevel does not require it.',
	}),
	inBody({
		displayName: 'Sub Type',
		name: 'subType',
		type: 'string',
		default: '',
		placeholder: 'e.g. SMS',
		description: 'Subtype of the message. In practice, HighLevel does not require it.',
	}),
];

const all: INodeProperties[] = [
	...forAll,
	...forEmail.map((field) => memberShownFor('Email', field)),
	...forComments.map((field) => memberShownFor('InternalComment', field)),
	...forPhones.map((field) => memberHiddenFor('Email', field)),
];

/** The optional fields of Send, depending on the type. */
export const sendAdditionalFields: INodeProperties = additionalFieldsOf(all, notRequired);

/** The fields for a question to one contact: without CC, BCC, scheduling and templates. */
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

/** The optional fields of Send and Wait. */
export const questionAdditionalFields: INodeProperties = additionalFieldsOf(
	all.filter(({ name }) => FOR_QUESTIONS.includes(name)),
);

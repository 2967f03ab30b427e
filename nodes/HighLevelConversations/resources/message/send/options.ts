import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_MAX_LENGTH, MAX_LENGTH, MAX_PAUSE_SECONDS, MIN_LENGTH } from './splitText';

/** Also an option of Send and Wait. */
export const onlyIfUnansweredOption: INodeProperties = {
	displayName: 'Only If Unanswered',
	name: 'onlyIfUnanswered',
	type: 'string',
	default: '',
	placeholder: "e.g. {{ $('Unanswered message').item.json.turn }}",
	description:
		"The field 'turn' of the item from the trigger's event 'Unanswered Message' or from Get Unanswered. Right before the message leaves, the conversation is read again, and the message is skipped if the contact wrote more, somebody answered, or a person took over.",
};

/** Options that skip, delay or split a message. */
export const sendOptions: INodeProperties[] = [
	{
		displayName: 'On Do Not Disturb',
		name: 'onDoNotDisturb',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'error',
				description: "Fail the item with HighLevel's error",
			},
			{
				name: 'Skip',
				value: 'skip',
				description: 'Return an item with the reason and continue',
			},
		],
		default: 'error',
		description: 'What to do if the contact has Do Not Disturb (DND) on',
	},
	onlyIfUnansweredOption,
	{
		displayName: 'Quiet Hours',
		name: 'quietHours',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Quiet Hours',
		description:
			'Hours of the day in which nothing is sent. Messages are scheduled for their end instead.',
		options: [
			{
				displayName: 'Quiet Hours',
				name: 'hours',
				values: [
					{
						displayName: 'From',
						name: 'from',
						type: 'string',
						default: '21:00',
						placeholder: 'e.g. 21:00',
						description: 'Start of the quiet hours. May be before midnight.',
					},
					{
						displayName: 'To',
						name: 'to',
						type: 'string',
						default: '08:00',
						placeholder: 'e.g. 08:00',
						description: 'End of the quiet hours',
					},
					{
						displayName: 'Time Zone',
						name: 'timezone',
						type: 'string',
						default: '',
						placeholder: 'e.g. America/New_York',
						description:
							"Time zone of the quiet hours, e.g. the contact's. Leave empty to use the workflow's.",
					},
				],
			},
		],
	},
	{
		displayName: 'Skip If Sent Within',
		name: 'skipIfSent',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 168 },
		default: 24,
		description:
			'Hours within which a contact is not sent the same text (for emails: the same subject) again. Reads the sent messages from HighLevel first, 1,000 a request, so that an interrupted list can be run again.',
	},
	{
		displayName: 'Split Into Several Messages',
		name: 'splitText',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Setting',
		description:
			'Send a long text as several messages, 10 at most, one after the other. Emails and internal comments stay as they are.',
		displayOptions: { hide: { '/type': ['Email', 'InternalComment'] } },
		options: [
			{
				displayName: 'Settings',
				name: 'values',
				values: [
					{
						displayName: 'Split By',
						name: 'by',
						type: 'options',
						options: [
							{
								name: 'Paragraph',
								value: 'paragraph',
								description: 'A message for each paragraph, at empty lines',
							},
							{
								name: 'Length',
								value: 'length',
								description: "Messages of at most 'Max Length' characters, at ends of sentences",
							},
						],
						default: 'paragraph',
						description: 'Where to split the text',
					},
					{
						displayName: 'Max Length',
						name: 'maxLength',
						type: 'number',
						typeOptions: { minValue: MIN_LENGTH, maxValue: MAX_LENGTH },
						default: DEFAULT_MAX_LENGTH,
						description:
							'Characters of one message, if split by length. The 10th takes what is left.',
						displayOptions: { show: { by: ['length'] } },
					},
					{
						displayName: 'Pause',
						name: 'pause',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: MAX_PAUSE_SECONDS },
						default: 0,
						description: 'Seconds to wait between two messages',
					},
					{
						displayName: 'Plain Text',
						name: 'plainText',
						type: 'boolean',
						default: true,
						description:
							"Whether to turn a model's Markdown into plain text: SMS and chats show its marks as they are",
					},
				],
			},
		],
	},
	{
		displayName: 'WhatsApp Media',
		name: 'whatsAppMedia',
		type: 'options',
		displayOptions: { show: { '/type': ['WhatsApp'] } },
		options: [
			{
				name: 'Media Messages',
				value: 'media',
				description:
					'As media, a message for each file, the first with the text. Documented by HighLevel, not tried against its live API.',
			},
			{
				name: 'Attachments',
				value: 'attachments',
				description:
					'As attachments of one message. HighLevel has been seen to drop them without an error.',
			},
		],
		default: 'media',
		description: "How 'Attachments' and 'Attach Files' go out",
	},
	{
		displayName: 'Skip Unsubscribed',
		name: 'skipUnsubscribed',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/type': ['Email'] } },
		description:
			"Whether to check each recipient, CC and BCC included, with one request, and skip the email if one has unsubscribed. The subscription is 'Custom Subtype', or 'One on One' if that is not set.",
	},
];

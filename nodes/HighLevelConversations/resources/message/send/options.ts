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
		"The field 'turn' of an item from the trigger event 'Unanswered Message' or from Get Unanswered. The conversation is checked again right before sending. The message is skipped if the contact has written again, somebody has answered, or a person has taken over.",
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
			'Hours of the day during which no message is sent. Messages are scheduled for the end of the quiet hours instead.',
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
						description: 'Start of the quiet hours, which may extend past midnight',
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
			'Number of hours within which a contact does not get the same text (for emails: the same subject) again. You can then safely run an interrupted list again. Reads the sent messages from HighLevel first, 1,000 per request.',
	},
	{
		displayName: 'Split Into Several Messages',
		name: 'splitText',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Setting',
		description:
			'Send a long text as up to 10 messages, one after the other. Emails and internal comments are not split.',
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
								description: 'One message per paragraph. Paragraphs are separated by empty lines.',
							},
							{
								name: 'Length',
								value: 'length',
								description:
									"Messages of up to 'Max Length' characters, split at the ends of sentences",
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
							'Maximum number of characters per message. The 10th message contains the rest of the text.',
						displayOptions: { show: { by: ['length'] } },
					},
					{
						displayName: 'Pause',
						name: 'pause',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: MAX_PAUSE_SECONDS },
						default: 0,
						description: 'Number of seconds to wait between two messages',
					},
					{
						displayName: 'Plain Text',
						name: 'plainText',
						type: 'boolean',
						default: true,
						description:
							'Whether to convert Markdown to plain text. SMS and chats do not render it.',
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
					'As media, with one message per file. The first one contains the text. Documented by HighLevel, but not tested against its live API.',
			},
			{
				name: 'Attachments',
				value: 'attachments',
				description:
					'As attachments of one message. HighLevel sometimes drops them without an error.',
			},
		],
		default: 'media',
		description: "How to send the files of 'Attachments' and 'Attach Files'",
	},
	{
		displayName: 'Skip Unsubscribed',
		name: 'skipUnsubscribed',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/type': ['Email'] } },
		description:
			"Whether to skip the email if a recipient, including CC and BCC, has unsubscribed. Checks the subscription 'Custom Subtype', or 'One on One' if it is not set, with one request per recipient.",
	},
];

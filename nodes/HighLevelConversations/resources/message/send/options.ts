import type { INodeProperties } from 'n8n-workflow';

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

/** What may keep a message from going out, or from going out now. */
export const sendOptions: INodeProperties[] = [
	{
		displayName: 'On Do Not Disturb',
		name: 'onDoNotDisturb',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'error',
				description: "Fail with HighLevel's refusal",
			},
			{
				name: 'Skip',
				value: 'skip',
				description: 'Return an item that says so, and go on with the next',
			},
		],
		default: 'error',
		description: 'What to do where the contact has Do Not Disturb on',
	},
	onlyIfUnansweredOption,
	{
		displayName: 'Quiet Hours',
		name: 'quietHours',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Quiet Hours',
		description:
			'Hours of the day in which no message goes out: HighLevel gets it scheduled for their end',
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
						description: 'Time of day from which nothing may go out. May lie before midnight.',
					},
					{
						displayName: 'Time Zone',
						name: 'timezone',
						type: 'string',
						default: '',
						placeholder: 'e.g. America/New_York',
						description:
							"Whose clock it is, such as that of the contact, by an expression. Leave empty to use the workflow's.",
					},
					{
						displayName: 'To',
						name: 'to',
						type: 'string',
						default: '08:00',
						placeholder: 'e.g. 08:00',
						description: 'Time of day from which messages may go out again',
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
			'Hours in which the same text (of an email: the same subject) is not sent to the same contact again. What HighLevel has recorded as sent is read first, 1,000 messages a request. Makes a run that broke off safe to start again.',
	},
	{
		displayName: 'Skip Unsubscribed',
		name: 'skipUnsubscribed',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/type': ['Email'] } },
		description:
			"Whether to ask first, a request for each address, whether it has unsubscribed from this subtype ('One on One' without one), and skip it then",
	},
];

import type { INodeProperties } from 'n8n-workflow';

/** The option 'Active Hours', which `events/activeHours.ts` reads. */
export const activeHours: INodeProperties = {
	displayName: 'Active Hours',
	name: 'activeHours',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Active Hours',
	description:
		'Hours of the week in which the workflow is triggered. Messages that arrive outside these hours trigger it when the next ones begin, together for each conversation.',
	options: [
		{
			displayName: 'Active Hours',
			name: 'hours',
			values: [
				{
					displayName: 'Days',
					name: 'days',
					type: 'multiOptions',
					options: [
						{ name: 'Friday', value: 'fri' },
						{ name: 'Monday', value: 'mon' },
						{ name: 'Saturday', value: 'sat' },
						{ name: 'Sunday', value: 'sun' },
						{ name: 'Thursday', value: 'thu' },
						{ name: 'Tuesday', value: 'tue' },
						{ name: 'Wednesday', value: 'wed' },
					],
					default: ['mon', 'tue', 'wed', 'thu', 'fri'],
					description: 'Days on which the hours begin. Leave empty for all days.',
				},
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					default: '09:00',
					placeholder: 'e.g. 09:00',
					description: 'Time of day at which the hours begin',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					default: '17:00',
					placeholder: 'e.g. 17:00',
					description:
						"Time of day at which the hours end. If it is not after 'From', it is on the next day.",
				},
				{
					displayName: 'Time Zone',
					name: 'timezone',
					type: 'string',
					default: '',
					placeholder: 'e.g. America/New_York',
					description: "IANA name of the time zone. Leave empty for the workflow's time zone.",
				},
			],
		},
	],
};

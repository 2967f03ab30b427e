import { inBodyUnder } from '../../shared/fields/routing';
import type { Field } from '../../shared/fields/routing';

const members: Field[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. +15037081210',
		description: 'Phone number that placed the call',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: [
			{ name: 'Answered', value: 'answered' },
			{ name: 'Busy', value: 'busy' },
			{ name: 'Canceled', value: 'canceled' },
			{ name: 'Completed', value: 'completed' },
			{ name: 'Failed', value: 'failed' },
			{ name: 'No Answer', value: 'no-answer' },
			{ name: 'Pending', value: 'pending' },
			{ name: 'Voicemail', value: 'voicemail' },
		],
		default: 'completed',
		description: 'Whether the call was answered, and how it ended',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		placeholder: 'e.g. +15037081210',
		description: 'Phone number of the receiver',
	},
];

/** The details of a call. */
export const call: Field = {
	displayName: 'Call',
	name: 'call',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Call Details',
	description: 'Details of the call',
	options: [
		{
			displayName: 'Call',
			name: 'value',
			values: members.map(inBodyUnder('call')),
		},
	],
};

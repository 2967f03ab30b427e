import type { INodeProperties } from 'n8n-workflow';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { direction } from '../shared/fields/direction';
import { notice } from '../shared/fields/notices';
import { eventOptions } from './events';
import { SIGNED_BY_HIGHLEVEL } from './signature';

/** Minutes; HighLevel repeats a delivery for hours, and an outage may last a weekend. */
export const THREE_DAYS = 4320;

export const properties: INodeProperties[] = [
	notice(
		'setUpNotice',
		"HighLevel takes webhooks from marketplace apps alone, and only by hand: open your app in HighLevel's developer marketplace, go to Advanced Settings > Webhooks, paste this node's Production URL and switch the events on. Without an app, use the HighLevel Conversations Trigger: it needs nothing but a token.",
	),
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: eventOptions,
		default: ['InboundMessage'],
		description: 'What starts the workflow. Everything else that arrives is answered and dropped.',
	},
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description: 'Whether to take only what HighLevel has signed',
	},
	{
		...notice(
			'unverifiedNotice',
			'Anybody who knows the URL can start this workflow with made-up messages. Switch the verification on again before you use it in earnest.',
		),
		displayOptions: { show: { verifySignature: [false] } },
	},
	{
		displayName: 'Public Key',
		name: 'publicKey',
		type: 'string',
		required: true,
		default: SIGNED_BY_HIGHLEVEL,
		displayOptions: { show: { verifySignature: [true] } },
		description:
			"The Ed25519 key that the signatures are checked with, in base64: HighLevel's own, unless HighLevel announces another",
	},
	filtersOf([
		{
			...direction,
			description: 'Start only on this direction. Events that have none always pass.',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description: 'Start only for this sub-account. An app gets the events of all its locations.',
		},
	]),
	optionsOf([
		{
			displayName: 'Longest Age',
			name: 'longestAge',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: THREE_DAYS,
			description:
				'How many minutes old an event may be. Older ones are dropped, and each event starts the workflow once in that time. 4320 are three days, and 0 takes any age. HighLevel repeats for hours what n8n could not take.',
		},
	]),
];

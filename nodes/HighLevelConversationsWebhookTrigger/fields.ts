import type { INodeProperties } from 'n8n-workflow';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { direction } from '../shared/fields/direction';
import { notice } from '../shared/fields/notices';
import { eventOptions } from './events';
import { SIGNED_BY_HIGHLEVEL } from './signature';

/** Minutes; HighLevel repeats a delivery for hours, and an outage may last a weekend. */
export const DEFAULT_MAX_AGE_MINUTES = 4320;

const ofApps = { show: { source: ['marketplaceApp'] } };

const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Marketplace App',
			value: 'marketplaceApp',
			description: 'Webhooks of your marketplace app, signed by HighLevel',
		},
		{
			name: 'Workflow Action',
			value: 'workflowAction',
			description: 'The action "Webhook" of a HighLevel workflow, which HighLevel does not sign',
		},
	],
	default: 'marketplaceApp',
	description: 'What sends the webhooks',
};

const actionNotice: INodeProperties = {
	...notice(
		'actionNotice',
		'In HighLevel, add the action "Webhook" to a workflow, with the method POST and this node\'s Production URL. <b>Without a credential, anybody who knows the URL can start this workflow.</b> With one, add its name and secret to the headers or to the custom data of the action. The action sends no ID, so a delivery that HighLevel repeats starts the workflow again.',
	),
	displayOptions: { show: { source: ['workflowAction'] } },
};

const setUpNotice: INodeProperties = {
	...notice(
		'setUpNotice',
		"HighLevel takes webhooks from marketplace apps alone, and only by hand: open your app in HighLevel's developer marketplace, go to Advanced Settings > Webhooks, paste this node's Production URL and switch the events on. Without an app, use the HighLevel Conversations Trigger: it needs nothing but a token.",
	),
	displayOptions: ofApps,
};

const longestAge: INodeProperties = {
	displayName: 'Longest Age',
	name: 'longestAge',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_MAX_AGE_MINUTES,
	description:
		'How many minutes old an event may be. Older ones are dropped, and each event starts the workflow once in that time. 4320 are three days, and 0 takes any age. HighLevel repeats for hours what n8n could not take.',
};

export const properties: INodeProperties[] = [
	source,
	setUpNotice,
	actionNotice,
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: eventOptions,
		default: ['InboundMessage'],
		displayOptions: ofApps,
		description: 'What starts the workflow. Everything else that arrives is answered and dropped.',
	},
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		displayOptions: ofApps,
		description: 'Whether to take only what HighLevel has signed',
	},
	{
		...notice(
			'unverifiedNotice',
			'Anybody who knows the URL can start this workflow with made-up messages. Switch the verification on again before you use it in earnest.',
		),
		displayOptions: { show: { source: ['marketplaceApp'], verifySignature: [false] } },
	},
	{
		displayName: 'Public Key',
		name: 'publicKey',
		type: 'string',
		required: true,
		default: SIGNED_BY_HIGHLEVEL,
		displayOptions: { show: { source: ['marketplaceApp'], verifySignature: [true] } },
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
	{
		...optionsOf([longestAge]),
		displayOptions: ofApps,
	},
];

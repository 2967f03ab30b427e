import type { INodeProperties } from 'n8n-workflow';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { direction } from '../shared/fields/direction';
import { notice } from '../shared/fields/notices';
import { eventOptions } from './events';
import { HIGHLEVEL_ED25519 } from './signature';

/** Minutes. HighLevel repeats a delivery for hours, and an outage may last a weekend. */
export const DEFAULT_MAX_AGE_MINUTES = 4320;

const showForApps = { show: { source: ['marketplaceApp'] } };

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
		"These webhooks require a HighLevel marketplace app and are set up by hand: open your app in the developer marketplace, go to Advanced Settings > Webhooks, paste this node's Production URL and enable the events. Without an app, choose Workflow Action above, or use the HighLevel Conversations Trigger, which only needs a token.",
	),
	displayOptions: showForApps,
};

const longestAge: INodeProperties = {
	displayName: 'Longest Age',
	name: 'longestAge',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_MAX_AGE_MINUTES,
	description:
		'Maximum age of an event in minutes. Older events are dropped. Within this time, an event that is delivered again does not start the workflow again. 4320 is three days, 0 accepts any age. HighLevel repeats failed deliveries for hours.',
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
		displayOptions: showForApps,
		description: 'Events that start the workflow. Others are answered with success and dropped.',
	},
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		displayOptions: showForApps,
		description: 'Whether to accept only webhooks with a valid signature of HighLevel',
	},
	{
		...notice(
			'unverifiedNotice',
			'Anybody who knows the URL can start this workflow with made-up messages. Switch the verification on again before you use the workflow in production.',
		),
		displayOptions: { show: { source: ['marketplaceApp'], verifySignature: [false] } },
	},
	{
		displayName: 'Public Key',
		name: 'publicKey',
		type: 'string',
		required: true,
		default: HIGHLEVEL_ED25519,
		displayOptions: { show: { source: ['marketplaceApp'], verifySignature: [true] } },
		description:
			"Ed25519 key to verify the signatures with, in base64. The default is HighLevel's own key.",
	},
	filtersOf([
		{
			...direction,
			description:
				'Only start on this direction. Events without a direction always start the workflow.',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'Only start for this sub-account. An app receives the events of all its locations.',
		},
	]),
	{
		...optionsOf([longestAge]),
		displayOptions: showForApps,
	},
];

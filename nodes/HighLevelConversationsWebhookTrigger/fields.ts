import type { INodeProperties } from 'n8n-workflow';
import { filtersOf, optionsOf } from '../shared/fields/collections';
import { direction } from '../shared/fields/direction';
import { notice } from '../shared/fields/notices';
import { eventOptions } from './events';
import { HIGHLEVEL_ED25519 } from './signature';

/** Default of 'Longest Age': HighLevel repeats failed deliveries for hours, and an outage may last a weekend. */
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
		'In HighLevel, add the action "Webhook" to a workflow, with the method POST and this node\'s Production URL. <b>Without a credential, anyone who knows the URL can trigger this workflow.</b> If you use a credential, add its name and secret to the headers or to the custom data of the action. The action does not send an ID, so a delivery that HighLevel repeats triggers the workflow again.',
	),
	displayOptions: { show: { source: ['workflowAction'] } },
};

const setUpNotice: INodeProperties = {
	...notice(
		'setUpNotice',
		"These webhooks require a HighLevel marketplace app and must be set up manually: open your app in the developer marketplace, go to Advanced Settings > Webhooks, paste this node's Production URL and enable the events. Without an app, choose Workflow Action above, or use the HighLevel Conversations Trigger, which only needs a token.",
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
		'Maximum age of an event in minutes. Older events are ignored. Within this time, an event that HighLevel delivers again does not trigger the workflow again. 4320 is three days, 0 accepts any age. HighLevel repeats failed deliveries for hours.',
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
		description: 'Events that trigger the workflow. Others are acknowledged and ignored.',
	},
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		displayOptions: showForApps,
		description: 'Whether to accept only webhooks with a valid signature from HighLevel',
	},
	{
		...notice(
			'unverifiedNotice',
			'Anyone who knows the URL can trigger this workflow with fake events. Enable the verification before you use the workflow in production.',
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
			"Ed25519 public key to verify the signatures with, in base64. The default is HighLevel's own key.",
	},
	filtersOf([
		{
			...direction,
			description:
				'Only trigger for this direction. Events without a direction always trigger the workflow.',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'Only trigger for this sub-account. An app receives the events of all its locations.',
		},
	]),
	{
		...optionsOf([longestAge]),
		displayOptions: showForApps,
	},
];

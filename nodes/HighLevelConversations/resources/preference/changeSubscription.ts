import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { contactIdInBody } from '../../fields/contact';
import { locationId } from '../../fields/location';
import { subtypeLocator } from '../../fields/subtype';
import { FieldIssue, route, rules, single } from '../../request';
import type { Job } from '../../request';
import type { Operation } from '../operation';

const body = (property: string) => ({ send: { type: 'body' as const, property } });
const ACTION_TYPE = '/subscription_action.value.type';

/** The documented members of a subscription action. */
const actionMembers: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom', description: 'A custom subtype of the location' },
			{
				name: 'Default',
				value: 'default',
				description: 'The subscription that every location has',
			},
			{ name: 'Resubscribe to All', value: 'resub_all', description: 'All subscriptions at once' },
		],
		default: 'custom',
		description: 'Which subscriptions to change',
		routing: body('subscription_action.type'),
	},
	{
		...subtypeLocator,
		name: 'subtype_id',
		displayOptions: { show: { [ACTION_TYPE]: ['custom'] } },
		description: 'The custom subtype to change',
		routing: body('subscription_action.subtype_id'),
	},
	{
		displayName: 'Subtype Name',
		name: 'subtype_name',
		type: 'options',
		options: [{ name: 'One on One', value: 'One on One' }],
		default: 'One on One',
		displayOptions: { show: { [ACTION_TYPE]: ['default'] } },
		description: 'The default subscription to change',
		routing: body('subscription_action.subtype_name'),
	},
	{
		displayName: 'Subtype Status',
		name: 'subtype_status',
		type: 'options',
		options: [
			{ name: 'Subscribed', value: 'subscribed' },
			{ name: 'Unsubscribed', value: 'unsubscribed' },
		],
		default: 'unsubscribed',
		description: 'The state that the subscription gets',
		routing: body('subscription_action.subtype_status'),
	},
];

function check({ body: values }: Job): void {
	const action = (values.subscription_action ?? {}) as IDataObject;
	if (action.type === 'custom' && action.subtype_id === undefined) {
		throw new FieldIssue("'Subtype' is empty", 'Choose the custom subtype to change.');
	}
	const resubscribes = action.subtype_status === 'subscribed' || action.type === 'resub_all';
	if (resubscribes && values.legal_reason === undefined) {
		throw new FieldIssue(
			"'Legal Reason' is empty",
			'HighLevel asks for a reason when a contact is subscribed again.',
		);
	}
}

export const changeSubscription: Operation = {
	option: {
		name: 'Change Subscription',
		value: 'changeSubscription',
		action: 'Change subscription',
		description: 'Unsubscribe a contact, or subscribe them again',
		routing: route('POST', '/conversations/preferences/unsubscriptions/user-change', {
			repeat: 'refused',
			counted: 'changes',
			location: 'body',
			fields: { contactId: rules.required, email: rules.required },
			check,
			run: single({ unwrap: 'data' }),
		}),
	},
	fields: [
		contactIdInBody,
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. jane@example.com',
			description: 'The address that is subscribed',
			routing: body('email'),
		},
		{
			displayName: 'Subscription Action',
			name: 'subscription_action',
			type: 'fixedCollection',
			required: true,
			default: { value: { type: 'custom', subtype_status: 'unsubscribed' } },
			description: 'What to change, and how',
			options: [{ displayName: 'Subscription Action', name: 'value', values: actionMembers }],
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Legal Description',
					name: 'legal_description',
					type: 'string',
					default: '',
					placeholder: 'e.g. Called on 5 May and asked for the newsletter',
					description: 'How the contact agreed',
					routing: body('legal_description'),
				},
				{
					displayName: 'Legal Reason',
					name: 'legal_reason',
					type: 'string',
					default: '',
					placeholder: 'e.g. Asked for it on the phone',
					description: 'Why the contact is subscribed again. Needed for that.',
					routing: body('legal_reason'),
				},
			],
		},
		locationId,
	],
};

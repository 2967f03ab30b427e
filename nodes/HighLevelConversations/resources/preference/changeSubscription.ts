import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';
import { inBody } from '../../../shared/fields/routing';
import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { contactInBody } from '../../fields/contact';
import { locationId } from '../../../shared/fields/location';
import { subtypeLocator } from '../../fields/subtype';
import { ParameterError, converters, recordResponse } from '../../../shared/request';
import type { ItemContext, Converter } from '../../../shared/request';
import type { Operation } from '../shared/operation';

/**
 * The members of a subscription action. They have no `displayOptions`, because the editor removes a member of a collection when it is
 * hidden, and does not restore it.
 */
const actionMembers: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{
				name: 'Custom',
				value: 'custom',
				description: "A custom subtype of the location, set in 'Subtype'",
			},
			{
				name: 'Default',
				value: 'default',
				description: "The default subscription of every location, set in 'Subtype Name'",
			},
			{
				name: 'Resubscribe to All',
				value: 'resub_all',
				description: 'Subscribe to all emails again',
			},
		],
		default: 'custom',
		description: 'Which subscription of the contact to change',
	},
	{
		...subtypeLocator,
		name: 'subtype_id',
		default: { __rl: true, mode: 'list', value: '' },
		description: "Custom subtype to change. Only for the type 'Custom'.",
	},
	{
		displayName: 'Subtype Name',
		name: 'subtype_name',
		type: 'options',
		options: [{ name: 'One on One', value: 'One on One' }],
		default: 'One on One',
		description: "Default subscription to change. Only for the type 'Default'.",
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
		description: 'New status of the subscription',
	},
];

/** The default values of the members. */
const DEFAULT_ACTION = Object.fromEntries(
	actionMembers.map(({ name, default: value }) => [name, value]),
) as INodeParameters;

/**
 * Converts a subscription action to HighLevel's format: only the fields of its type, and the ID of the subtype instead of the resource
 * locator. Throws a `ParameterError`.
 */
const actionFrom: Converter = (value, { timezone }) => {
	// The editor may not save values that equal their defaults.
	const given = { ...DEFAULT_ACTION, ...(value as IDataObject) } as IDataObject;
	const subtype = given.subtype_id;
	const isLocator = typeof subtype === 'object' && subtype !== null && 'value' in subtype;
	const id = isLocator ? subtype.value : subtype;
	const action = Object.fromEntries(
		Object.entries({ ...given, subtype_id: id }).map(([name, member]) => {
			const label = actionMembers.find((each) => each.name === name)?.displayName ?? name;
			return [name, converters.text(member, { label: `'${label}'`, timezone })];
		}),
	) as IDataObject;
	return {
		...action,
		subtype_id: action.type === 'custom' ? action.subtype_id : undefined,
		subtype_name: action.type === 'default' ? action.subtype_name : undefined,
	};
};

function checkSubscription({ body: values }: ItemContext): void {
	const action = (values.subscription_action ?? {}) as IDataObject;
	if (action.type === 'custom' && action.subtype_id === undefined) {
		throw new ParameterError("'Subtype' is empty", 'Choose the custom subtype to change.');
	}
	const resubscribes = action.subtype_status === 'subscribed' || action.type === 'resub_all';
	if (resubscribes && values.legal_reason === undefined) {
		throw new ParameterError(
			"'Legal Reason' is empty",
			'HighLevel requires a reason when a contact is subscribed again.',
		);
	}
}

export const changeSubscription: Operation = {
	option: {
		name: 'Change Subscription',
		value: 'changeSubscription',
		action: 'Change subscription',
		description: 'Unsubscribe or resubscribe a contact',
	},
	request: {
		method: 'POST',
		url: '/conversations/preferences/unsubscriptions/user-change',
		pinnedVersion: API_VERSION_2021,
		location: 'body',
	},
	itemNoun: 'changes',
	check: checkSubscription,
	response: recordResponse({ unwrap: 'any' }),
	fields: [
		contactInBody,
		inBody({
			displayName: 'Email',
			name: 'email',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. jane@example.com',
			description: 'Email address of the subscription',
		}),
		{
			displayName: 'Subscription Action',
			name: 'subscription_action',
			convert: converters.pipe(converters.required, actionFrom),
			// Not a fixed collection: with a default value it makes n8n's editor fail, and without one it starts collapsed.
			type: 'collection',
			default: { value: DEFAULT_ACTION },
			placeholder: 'Add Subscription Action',
			description: 'The change to make',
			options: [
				{
					displayName: 'Subscription Action',
					name: 'value',
					type: 'collection',
					placeholder: 'Add Field',
					default: {},
					options: actionMembers,
				},
			],
			// Sent as a whole, because the type decides which members are sent.
			routing: {
				send: { type: 'body', property: 'subscription_action', value: '={{ $value.value }}' },
			},
		},
		additionalFieldsOf([
			inBody({
				displayName: 'Legal Description',
				name: 'legal_description',
				type: 'string',
				default: '',
				placeholder: 'e.g. Called on 5 May and asked for the newsletter',
				description: 'How the contact gave consent',
			}),
			inBody({
				displayName: 'Legal Reason',
				name: 'legal_reason',
				type: 'string',
				default: '',
				placeholder: 'e.g. Asked for it on the phone',
				description: 'Reason for resubscribing. Required when resubscribing.',
			}),
		]),
		locationId,
	],
};

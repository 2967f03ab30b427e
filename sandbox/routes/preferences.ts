import { checkLocation } from '../auth';
import { findContact, type Call, type Endpoint, type SandboxContext } from '../endpoint';
import { refuse, refuseFields } from '../errors';
import { highLevelId } from '../ids';
import type { Subtype } from '../types';
import { check, optional, required } from '../validate';

const LOCATION = { locationId: required('string') };
const LABEL = { name: { maxLength: 100 } };
const CREATE = {
	name: required('string', LABEL.name),
	description: optional('string', LABEL.name),
	channel: required('string', { oneOf: ['email', 'sms'] }),
	language: required('string'),
};
const UPDATE = {
	name: optional('string', LABEL.name),
	description: optional('string', LABEL.name),
	archived: optional('boolean'),
	resubscription_legal_form_id: optional('string'),
};
const STATUS = { ...LOCATION, contactId: required('string'), email: optional('string') };
const CHANGE = {
	...LOCATION,
	contactId: required('string'),
	email: required('string'),
	subscription_action: required('object'),
	legal_reason: optional('string'),
	legal_description: optional('string'),
};
const ACTION = {
	type: required('string', { oneOf: ['default', 'custom', 'resub_all'] }),
	subtype_name: optional('string', { oneOf: ['One on One'] }),
	subtype_id: optional('string'),
	subtype_status: required('string', { oneOf: ['subscribed', 'unsubscribed'] }),
};
const ONE_ON_ONE = 'One on One';

/** The five preference endpoints, which v3 does not have. Their responses are not documented. */
export function preferenceEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	const located = ({ token, query }: Call): string => {
		const { locationId } = check(query, LOCATION, strict);
		checkLocation(token, locationId);
		return locationId;
	};
	const subtypesOf = (locationId: string): Subtype[] =>
		[...state.subtypes.values()].filter((subtype) => subtype.locationId === locationId);
	const preferencesOf = (locationId: string, contactId: string, email: string) => {
		const statusOf = (subtype: string) =>
			state.unsubscribed.has(`${contactId} ${email} ${subtype}`) ? 'unsubscribed' : 'subscribed';
		const custom = subtypesOf(locationId).map(({ id, name }) => ({
			...{ type: 'custom', subtype_id: id, subtype_name: name },
			subtype_status: statusOf(id),
		}));
		const fixed = {
			type: 'default',
			subtype_name: ONE_ON_ONE,
			subtype_status: statusOf(ONE_ON_ONE),
		};
		return { email, subscriptions: [fixed, ...custom] };
	};
	const endpoints: Endpoint[] = [
		{
			method: 'get',
			path: '/conversations/preferences/custom-subtypes',
			scope: null,
			run: (call) => ({ json: { customSubtypes: subtypesOf(located(call)) } }),
		},
		{
			method: 'post',
			path: '/conversations/preferences/custom-subtypes',
			scope: null,
			run: (call) => {
				const locationId = located(call);
				const { description = null, ...given } = check(call.body, CREATE, strict);
				const now = new Date().toISOString();
				const times = { createdAt: now, updatedAt: now };
				const fixed = { id: highLevelId(), locationId, archived: false };
				const subtype: Subtype = { ...fixed, ...given, description, ...times };
				state.subtypes.set(subtype.id, subtype);
				return { status: 201, json: { customSubtype: subtype } };
			},
		},
		{
			method: 'put',
			path: '/conversations/preferences/custom-subtypes/:id',
			scope: null,
			run: (call) => {
				const locationId = located(call);
				const changes = check(call.body, UPDATE, strict);
				const subtype = state.subtypes.get(call.params.id);
				if (subtype?.locationId !== locationId) throw refuse(404, 'Custom subtype not found');
				const { name, description, archived } = { ...subtype, ...changes };
				const updatedAt = new Date().toISOString();
				Object.assign(subtype, { name, description, archived, updatedAt });
				return { json: { customSubtype: subtype } };
			},
		},
		{
			method: 'get',
			path: '/conversations/preferences/unsubscriptions/status',
			scope: null,
			run: ({ token, query }) => {
				const { locationId, contactId, email } = check(query, STATUS, strict);
				checkLocation(token, locationId);
				const contact = findContact(context, token, contactId);
				const addresses = email ? [email] : contact.email ? [contact.email] : [];
				const emails = addresses.map((address) => preferencesOf(locationId, contactId, address));
				return { json: { locationId, contactId, emails } };
			},
		},
		{
			method: 'post',
			path: '/conversations/preferences/unsubscriptions/user-change',
			scope: null,
			run: ({ token, body }) => {
				const change = check(body, CHANGE, strict);
				checkLocation(token, change.locationId);
				findContact(context, token, change.contactId);
				const action = check(change.subscription_action, ACTION, strict);
				applyChange(context, change, action);
				return { status: 201, json: { success: true } };
			},
		},
	];
	return endpoints.map((endpoint) => ({ ...endpoint, versions: ['2021-04-15'] }));
}

type Change = ReturnType<typeof check<typeof CHANGE>>;
type Action = ReturnType<typeof check<typeof ACTION>>;

function applyChange({ state }: SandboxContext, change: Change, action: Action): void {
	const { type, subtype_name: name, subtype_id: id, subtype_status: status } = action;
	const resubscribes = type === 'resub_all' || status === 'subscribed';
	if (resubscribes && !change.legal_reason) {
		throw refuseFields(['legal_reason is required to resubscribe']);
	}
	const prefix = `${change.contactId} ${change.email} `;
	if (type === 'resub_all') {
		for (const key of state.unsubscribed)
			if (key.startsWith(prefix)) state.unsubscribed.delete(key);
		return;
	}
	if (type === 'default' && !name) throw refuseFields(['subtype_name should not be empty']);
	if (type === 'custom' && !state.subtypes.has(id ?? '')) {
		throw refuse(404, 'Custom subtype not found');
	}
	const key = prefix + (type === 'custom' ? id : name);
	if (resubscribes) state.unsubscribed.delete(key);
	else state.unsubscribed.add(key);
}

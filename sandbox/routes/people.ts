import { checkLocation, OTHER_VERSIONS } from '../auth';
import type { Endpoint, SandboxContext } from '../endpoint';
import type { Contact, Fields } from '../types';
import { refuseFields } from '../errors';
import { check, numbersOf, optional, required } from '../validate';

const DUPLICATE = {
	locationId: required('string'),
	number: optional('string'),
	email: optional('string'),
};
const SEARCH = {
	locationId: required('string'),
	query: optional('string'),
	page: optional('number', { min: 1 }),
	pageLimit: optional('number', { min: 1, max: 500 }),
	filters: optional('objects'),
	sort: optional('objects'),
	searchAfter: optional('strings'),
};
const TEMPLATES = {
	type: optional('string', { oneOf: ['sms', 'email', 'whatsapp'] }),
	originId: optional('string'),
	deleted: optional('string'),
	limit: optional('number', { min: 1 }),
	skip: optional('number', { min: 0 }),
};
const USERS = { locationId: required('string') };

/** Endpoints of HighLevel's other APIs that the package uses: contacts, users, templates and conversation providers. */
export function peopleEndpoints({ state, strict }: SandboxContext): Endpoint[] {
	const contactsOf = (locationId: string) =>
		[...state.contacts.values()].filter((contact) => contact.locationId === locationId);
	return [
		{
			method: 'get',
			path: '/contacts/search/duplicate',
			scope: 'contacts.readonly',
			versions: OTHER_VERSIONS,
			run: ({ token, query }) => {
				const { locationId, number, email } = check(query, DUPLICATE, strict);
				checkLocation(token, locationId);
				const contact = contactsOf(locationId).find(
					(each) =>
						(email !== undefined && each.email?.toLowerCase() === email.toLowerCase()) ||
						(number !== undefined && each.phone === number),
				);
				return { json: { contact: contact ? contactJson(contact) : null } };
			},
		},
		{
			method: 'post',
			path: '/contacts/search',
			scope: 'contacts.readonly',
			versions: OTHER_VERSIONS,
			list: true,
			run: ({ token, body }) => {
				const { locationId, query = '', page = 1, pageLimit = 20 } = check(body, SEARCH, strict);
				checkLocation(token, locationId);
				const text = query.toLowerCase();
				const found = contactsOf(locationId).filter(({ firstName, lastName, email, phone }) =>
					[`${firstName} ${lastName}`, email, phone].some((value) =>
						value?.toLowerCase().includes(text),
					),
				);
				const contacts = found.slice((page - 1) * pageLimit, page * pageLimit);
				return { json: { contacts: contacts.map(contactJson), total: found.length } };
			},
		},
		{
			method: 'get',
			path: '/users/',
			scope: 'users.readonly',
			versions: OTHER_VERSIONS,
			run: ({ token, query }) => {
				const { locationId } = check(query, USERS, strict);
				checkLocation(token, locationId);
				const users = state.users.filter((user) => user.locationId === locationId);
				return {
					json: {
						users: users.map(({ id, name, email }) => {
							const [firstName, lastName] = name.split(' ');
							return { id, name, firstName, lastName, email, deleted: false };
						}),
					},
				};
			},
		},
		{
			method: 'get',
			path: '/locations/:locationId/templates',
			scope: 'locations/templates.readonly',
			versions: OTHER_VERSIONS,
			run: ({ token, params: { locationId }, query }) => {
				checkLocation(token, locationId);
				const {
					type,
					limit,
					skip = 0,
					originId,
				} = check(numbersOf(query, TEMPLATES), TEMPLATES, strict);
				const found = state.templates.filter(
					// On the live API, the documented `originId` returns none.
					(template) => originId === undefined && (!type || template.type === type),
				);
				const templates = found.slice(skip, limit === undefined ? undefined : skip + limit);
				return { json: { templates, totalCount: found.length } };
			},
		},
		{
			method: 'get',
			path: '/locations/:locationId/conversationChannels/:type',
			scope: 'locations.readonly',
			versions: ['v3'],
			run: ({ token, params: { locationId, type } }) => {
				checkLocation(token, locationId);
				if (type !== 'SMS' && type !== 'Email') {
					throw refuseFields(['type must be one of the following values: SMS, Email']);
				}
				const own = type === 'SMS' ? [...state.providers] : [];
				const providers = [
					{ _id: `${type.toLowerCase()}_provider`, name: 'LeadConnector', type, default: true },
					...own.map((_id) => ({ _id, name: 'Own texting app', type, default: false })),
				];
				const list = providers.map((conversationProvider) => ({ conversationProvider }));
				return { json: { conversationChannel: { [type]: list } } };
			},
		},
	];
}

function contactJson(contact: Contact): Fields {
	const { id, locationId, firstName, lastName, companyName, email, phone, tags, dnd } = contact;
	const name = `${firstName} ${lastName}`.trim();
	return {
		...{ id, locationId, firstName, lastName, contactName: name, companyName, email, phone, tags },
		dnd: dnd === 'all',
		assignedTo: null,
		type: 'lead',
		additionalEmails: [],
	};
}

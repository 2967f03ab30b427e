import type { IDataObject } from 'n8n-workflow';
import { OTHER_API_VERSION } from '../../../../credentials/shared/fields';
import {
	ApiError,
	ParameterError,
	isMissingScope,
	listIn,
	paginate,
	searchCursor,
} from '../../../shared/request';
import type { ItemContext, Lookup } from '../../../shared/request';
import { BY_PHONE_OR_EMAIL } from '../../fields/contact';
import { contactName } from '../../listSearch/contactName';
import { contactMatchOf, isContactId, isPhoneOrEmail } from './contactMatch';
import type { ContactMatch } from './contactMatch';

const STEP = 'looking up the contact';
/** The optional scope for contacts without a conversation. */
const CONTACTS_SCOPE = 'contacts.readonly';
/** Maximum number of conversations to read per query. HighLevel's search also finds similar values and texts of messages. */
const MAX_CONVERSATIONS = 500;
/** Maximum number of contacts to name in an error. */
const MAX_NAMES = 5;

/** Contacts that match, by ID. The records have their names. */
type Contacts = Map<string, IDataObject>;

/** The matching contacts that have a conversation. Throws an `ApiError`. */
async function findInInbox(
	item: ItemContext,
	{ queries, matches }: ContactMatch,
): Promise<Contacts> {
	const contacts: Contacts = new Map();
	const search = {
		request: async ({ query }: { query: IDataObject }) =>
			await item.get({
				...{ step: STEP, path: '/conversations/search', query },
				scope: 'conversations.readonly',
			}),
		warn: (message: string) => item.warn(message),
	};
	for (const query of queries) {
		const filter = { locationId: item.requireLocationId(), query };
		for await (const { records } of paginate(search, searchCursor, MAX_CONVERSATIONS, filter)) {
			const matching = records.filter((record) => record.contactId && matches(record));
			for (const record of matching) contacts.set(String(record.contactId), record);
		}
	}
	return contacts;
}

/**
 * Searches HighLevel's contacts: for an email address or a full phone number by HighLevel's search for duplicates, which returns one
 * contact at most; for a local phone number by the full-text search. Throws an `ApiError`.
 */
async function searchContactRecords(
	item: ItemContext,
	kind: ContactMatch['kind'],
	query: string,
): Promise<IDataObject[]> {
	const locationId = item.requireLocationId();
	const common = { step: STEP, scope: CONTACTS_SCOPE, pinnedVersion: OTHER_API_VERSION } as const;
	if (kind === 'localNumber') {
		const body = { locationId, query, page: 1, pageLimit: 100 };
		const response = await item.get({ ...common, path: '/contacts/search', query: {}, body });
		return listIn(response.body) ?? [];
	}
	const by = kind === 'email' ? { email: query } : { number: query };
	const path = '/contacts/search/duplicate';
	const response = await item.get({ ...common, path, query: { locationId, ...by } });
	const { contact } = response.body as { contact?: IDataObject | null };
	return contact ? [contact] : [];
}

/**
 * The matching contacts, with or without a conversation; undefined if the token lacks the scope. The first item of a run finds out
 * whether the token has the scope, and the others wait for it. Throws an `ApiError`.
 */
async function findInContacts(
	item: ItemContext,
	{ kind, queries, matches }: ContactMatch,
): Promise<Contacts | undefined> {
	if (item.session.lacksScope(CONTACTS_SCOPE)) return undefined;
	const read = async (query: string) =>
		await searchContactRecords(item, kind, query).catch((error: unknown) => {
			if (error instanceof ApiError && isMissingScope(error.details)) return undefined;
			throw error;
		});
	let first: Promise<IDataObject[] | undefined> | undefined;
	const hasScope = await item.memoize(CONTACTS_SCOPE, async () => {
		first = read(queries[0]);
		return await first.then(
			(records) => records !== undefined,
			() => true,
		);
	});
	if (!hasScope) return undefined;
	const contacts: Contacts = new Map();
	for (const [index, query] of queries.entries()) {
		const records = await (index === 0 && first ? first : read(query));
		const matching = (records ?? []).filter((contact) => contact.id && matches(contact));
		for (const contact of matching) contacts.set(String(contact.id), contact);
	}
	return contacts;
}

/** The ID of the only contact, undefined if there is none. Throws a `ParameterError` that names the contacts if there are several. */
function singleIdIn(contacts: Contacts, value: string, noun: string): string | undefined {
	const [firstId, secondId] = contacts.keys();
	if (secondId === undefined) return firstId;
	const names = [...contacts]
		.slice(0, MAX_NAMES)
		.map(([id, record]) => `${contactName(record) ?? 'without a name'} (${id})`);
	if (contacts.size > names.length) names.push('...');
	throw new ParameterError(
		`${contacts.size} ${noun} have the phone or email '${value}'`,
		`Choose one 'By ID', or merge them in HighLevel: ${names.join(', ')}.`,
	);
}

/**
 * The ID of the contact with a phone number or an email address. Searches the contacts with a conversation first, then all contacts if
 * the token has the scope. Throws a `ParameterError` if no contact or several contacts match, and an `ApiError`.
 */
async function findContactId(item: ItemContext, value: string): Promise<string> {
	if (isContactId(value)) return value.trim();
	const match = contactMatchOf(value);
	const idInInbox = singleIdIn(
		await findInInbox(item, match),
		value,
		'contacts with a conversation',
	);
	if (idInInbox !== undefined) return idInInbox;
	const allContacts = await findInContacts(item, match);
	if (allContacts === undefined) {
		throw new ParameterError(
			`No contact with a conversation found for '${value}'`,
			`Only contacts who have a conversation were searched, because the token lacks the scope '${CONTACTS_SCOPE}'. Add it to the private integration (or to the app, then reconnect) in HighLevel to find all contacts, or choose 'By ID'.`,
		);
	}
	const id = singleIdIn(allContacts, value, 'contacts');
	if (id !== undefined) return id;
	throw new ParameterError(
		`No contact has the phone or email '${value}'`,
		"All contacts of the location were searched. Check the value, and enter a phone number with its country code (+15037081210). Or choose 'By ID'.",
	);
}

/** Finds contacts by phone number or email address. */
export const contactLookup: Lookup = {
	mode: BY_PHONE_OR_EMAIL,
	isNotAnId: isPhoneOrEmail,
	find: findContactId,
};

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
/** Conversations looked at for one value: HighLevel's search also finds what is only similar, or said in a message. */
const MAX_CONVERSATIONS = 500;
/** People named in a message. */
const MAX_NAMES = 5;

/** The people found, by their IDs. */
type People = Map<string, IDataObject>;

/** The people in the inbox, found by HighLevel's search of conversations. Throws an `ApiError`. */
async function findInInbox(item: ItemContext, { queries, matches }: ContactMatch): Promise<People> {
	const people: People = new Map();
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
			const meant = records.filter((record) => record.contactId && matches(record));
			for (const record of meant) people.set(String(record.contactId), record);
		}
	}
	return people;
}

/** What HighLevel's contacts hold for one query: the one with an email or a whole number, or all that resemble a local number. */
async function searchContacts(
	item: ItemContext,
	kind: ContactMatch['kind'],
	query: string,
): Promise<IDataObject[]> {
	const locationId = item.requireLocationId();
	const common = { step: STEP, scope: CONTACTS_SCOPE, pinnedVersion: OTHER_API_VERSION } as const;
	if (kind === 'localNumber') {
		const body = { locationId, query, page: 1, pageLimit: 100 };
		const reply = await item.get({ ...common, path: '/contacts/search', query: {}, body });
		return listIn(reply.body) ?? [];
	}
	const by = kind === 'email' ? { email: query } : { number: query };
	const path = '/contacts/search/duplicate';
	const reply = await item.get({ ...common, path, query: { locationId, ...by } });
	const { contact } = reply.body as { contact?: IDataObject | null };
	return contact ? [contact] : [];
}

/**
 * The people among HighLevel's contacts; undefined if the token lacks the scope. The first item of a run finds out, the others wait
 * for it. Throws an `ApiError`.
 */
async function findInContacts(
	item: ItemContext,
	{ kind, queries, matches }: ContactMatch,
): Promise<People | undefined> {
	if (item.session.lacksScope(CONTACTS_SCOPE)) return undefined;
	const read = async (query: string) =>
		await searchContacts(item, kind, query).catch((error: unknown) => {
			if (error instanceof ApiError && isMissingScope(error.details)) return undefined;
			throw error;
		});
	let first: Promise<IDataObject[] | undefined> | undefined;
	const mayRead = await item.memoize(CONTACTS_SCOPE, async () => {
		first = read(queries[0]);
		return await first.then(
			(found) => found !== undefined,
			() => true,
		);
	});
	if (!mayRead) return undefined;
	const people: People = new Map();
	for (const [index, query] of queries.entries()) {
		const found = await (index === 0 && first ? first : read(query));
		const meant = (found ?? []).filter((contact) => contact.id && matches(contact));
		for (const contact of meant) people.set(String(contact.id), contact);
	}
	return people;
}

/** The one among the people found, undefined if there is nobody. Throws a `ParameterError` that names several. */
function singleIdIn(people: People, value: string, where: string): string | undefined {
	const [only, another] = people.keys();
	if (another === undefined) return only;
	const named = [...people]
		.slice(0, MAX_NAMES)
		.map(([id, record]) => `${contactName(record) ?? 'without a name'} (${id})`);
	if (people.size > named.length) named.push('...');
	throw new ParameterError(
		`${people.size} ${where} have the phone or email '${value}'`,
		`Choose one 'By ID', or merge them in HighLevel: ${named.join(', ')}.`,
	);
}

/**
 * The ID of the one person with a phone number or an email address: somebody in the inbox, otherwise one of the other contacts if the
 * token may read them. Throws a `ParameterError` for nobody and for several, and an `ApiError`.
 */
async function findContactId(item: ItemContext, value: string): Promise<string> {
	if (isContactId(value)) return value.trim();
	const match = contactMatchOf(value);
	const known = singleIdIn(await findInInbox(item, match), value, 'people in the inbox');
	if (known !== undefined) return known;
	const contacts = await findInContacts(item, match);
	if (contacts === undefined) {
		throw new ParameterError(
			`No contact with a conversation found for '${value}'`,
			`Only contacts who have a conversation were searched, because the token lacks the scope '${CONTACTS_SCOPE}'. Add it to the private integration (or to the app, then reconnect) in HighLevel to find all contacts, or choose 'By ID'.`,
		);
	}
	const other = singleIdIn(contacts, value, 'contacts');
	if (other !== undefined) return other;
	throw new ParameterError(
		`No contact has the phone or email '${value}'`,
		"The conversations and the contacts of the location were searched. Check the value; a phone number is found most surely with its country code (+15037081210). Or choose 'By ID'.",
	);
}

/** For contacts that are given by phone or email. */
export const contactLookup: Lookup = {
	mode: BY_PHONE_OR_EMAIL,
	isNotAnId: isPhoneOrEmail,
	find: findContactId,
};

import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { OTHER_API_VERSION } from '../../../credentials/shared/fields';
import { conversationPage, firstNonEmpty } from '../../shared/listSearch/conversationPage';
import { listIn, optionalListRequest } from '../../shared/request';
import { contactName } from './contactName';

/** Maximum number of pages to read until one has a contact that is not listed yet. */
const MAX_PAGES = 5;
/** Contacts per page. */
const PAGE_SIZE = 50;

/** The last entry if the token lacks the scope for contacts. Choosing it leaves the field empty. */
const NOTICE =
	"Only contacts with a conversation are listed. Add the scope 'contacts.readonly' to the token to list all.";

/** Position in the list: first the contacts that have a conversation, then the others. */
interface ListPosition {
	/** Token of the next page of conversations; undefined for the first. */
	conversationToken?: string;
	/** Number of the next page of contacts; undefined while conversations are read. */
	contactsPage?: number;
}

/** The token that n8n passes on to the next call, as JSON. */
interface ContactListToken extends ListPosition {
	/** IDs of the contacts that are already listed. */
	shownIds: string[];
}

interface ContactPage {
	/** Each contact's ID, and the record that has its name. */
	contacts: Array<{ id?: string; record: IDataObject }>;
	locationId: string;
	/** Undefined after the last page. */
	next?: ListPosition;
	/** Whether contacts are missing because the token lacks the scope for them. */
	isIncomplete?: boolean;
}

/** The contact's entry in the list: name, phone number and email address, as far as they are known, otherwise the ID. */
function contactLabel(id: string, record: IDataObject): string {
	const parts = [contactName(record), firstNonEmpty(record.phone), firstNonEmpty(record.email)];
	return parts.filter((part) => part !== undefined).join(', ') || id;
}

async function readInboxPage(
	context: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<ContactPage> {
	const { records, locationId, next } = await conversationPage(context, filter, token);
	return {
		contacts: records.map((record) => ({ id: firstNonEmpty(record.contactId), record })),
		locationId,
		next: next === undefined ? { contactsPage: 1 } : { conversationToken: next },
	};
}

async function readContactsPage(
	context: ILoadOptionsFunctions,
	page: number,
	query?: string,
): Promise<ContactPage> {
	const response = await optionalListRequest(context, {
		path: '/contacts/search',
		body: { query, page, pageLimit: PAGE_SIZE },
		version: OTHER_API_VERSION,
		scope: 'contacts.readonly',
	});
	if (response === undefined) return { contacts: [], locationId: '', isIncomplete: true };
	const records = listIn(response.body) ?? [];
	const isLast = records.length < PAGE_SIZE;
	return {
		contacts: records.map((record) => ({ id: firstNonEmpty(record.id), record })),
		locationId: response.locationId,
		next: isLast ? undefined : { contactsPage: page + 1 },
	};
}

/**
 * Contacts for the list in the editor, each one once: first those with a conversation, by their last message, then the others if
 * the token has the scope for them. Without it, the last entry tells the user so.
 */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const start: ContactListToken = { shownIds: [] };
	const token = paginationToken ? (JSON.parse(paginationToken) as ContactListToken) : start;
	const shownIds = new Set(token.shownIds);
	const results: INodeListSearchResult['results'] = [];
	let position: ListPosition | undefined = token;
	for (let pages = 0; pages < MAX_PAGES && position !== undefined; pages++) {
		const { contactsPage, conversationToken }: ListPosition = position;
		const isInbox = contactsPage === undefined;
		const page: ContactPage = isInbox
			? await readInboxPage(this, filter, conversationToken)
			: await readContactsPage(this, contactsPage, filter);
		for (const { id, record } of page.contacts) {
			if (id === undefined || shownIds.has(id)) continue;
			shownIds.add(id);
			const url = `https://app.gohighlevel.com/v2/location/${page.locationId}/contacts/detail/${id}`;
			results.push({ name: contactLabel(id, record), value: id, url });
		}
		if (page.isIncomplete) results.push({ name: NOTICE, value: '' });
		position = page.next;
		// The last page of conversations is often short, so the first contacts are added to it.
		const isEndOfInbox = isInbox && position?.contactsPage !== undefined;
		if (results.length > 0 && !isEndOfInbox) break;
	}
	const next = position && ({ ...position, shownIds: [...shownIds] } satisfies ContactListToken);
	return { results, paginationToken: next && JSON.stringify(next) };
}

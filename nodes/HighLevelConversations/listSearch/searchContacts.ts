import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { OTHER_API_VERSION } from '../../../credentials/shared/fields';
import { conversationPage, firstNonEmpty } from '../../shared/listSearch/conversationPage';
import { listIn, optionalListRequest } from '../../shared/request';

/** Pages read at most for one that shows somebody new. */
const MAX_PAGES = 5;
/** Contacts on a page. */
const PAGE_SIZE = 50;

/** The last entry if the token may not read contacts. Choosing it leaves the field empty. */
const NOTICE =
	"Only contacts with a conversation are listed. Add the scope 'contacts.readonly' to the token to list all.";

/** Where the list continues: first the people of the inbox, then the other contacts. */
interface Token {
	/** Of the conversations. */
	next?: string;
	/** Next page of the contacts; undefined while conversations are listed. */
	contactsPage?: number;
	/** IDs of those that are listed already. */
	shown: string[];
}

/** Somebody as the list shows them. */
interface Person {
	id?: string;
	record: IDataObject;
}

interface Page {
	people: Person[];
	locationId: string;
	/** Undefined after the last page. */
	following?: Omit<Token, 'shown'>;
	isIncomplete?: boolean;
}

function nameOf(id: string, record: IDataObject): string {
	const join = (...parts: unknown[]) => parts.filter((part) => firstNonEmpty(part)).join(' ');
	const names = [
		...[record.fullName, record.contactName, record.name],
		join(record.firstName, record.lastName),
		// HighLevel's search of contacts may have names in lower case only.
		join(record.firstNameLowerCase, record.lastNameLowerCase),
	];
	const known = [firstNonEmpty(...names), firstNonEmpty(record.phone), firstNonEmpty(record.email)];
	const parts = known.filter((part) => part !== undefined);
	return parts.length > 0 ? parts.join(', ') : id;
}

async function inboxPage(
	context: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<Page> {
	const { records, locationId, next } = await conversationPage(context, filter, token);
	const people = records.map((record) => ({ id: firstNonEmpty(record.contactId), record }));
	return { people, locationId, following: next === undefined ? { contactsPage: 1 } : { next } };
}

async function contactsPage(
	context: ILoadOptionsFunctions,
	page: number,
	query?: string,
): Promise<Page> {
	const reply = await optionalListRequest(context, {
		path: '/contacts/search',
		body: { query, page, pageLimit: PAGE_SIZE },
		version: OTHER_API_VERSION,
		scope: 'contacts.readonly',
	});
	if (reply === undefined) return { people: [], locationId: '', isIncomplete: true };
	const records = listIn(reply.body) ?? [];
	const people = records.map((record) => ({ id: firstNonEmpty(record.id), record }));
	const isLast = records.length < PAGE_SIZE;
	return {
		people,
		locationId: reply.locationId,
		following: isLast ? undefined : { contactsPage: page + 1 },
	};
}

/**
 * Contacts for the list, each once: the people of the inbox, who wrote last first, and after them the other contacts if the token may
 * read them. If not, the last entry says so.
 */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const token = (paginationToken ? JSON.parse(paginationToken) : { shown: [] }) as Token;
	const shown = new Set(token.shown);
	const results: INodeListSearchResult['results'] = [];
	let position: Page['following'] = token;
	for (let pages = 0; pages < MAX_PAGES && position !== undefined; pages++) {
		const { contactsPage: number, next } = position;
		const page: Page =
			number === undefined
				? await inboxPage(this, filter, next)
				: await contactsPage(this, number, filter);
		for (const { id, record } of page.people) {
			if (id === undefined || shown.has(id)) continue;
			shown.add(id);
			const url = `https://app.gohighlevel.com/v2/location/${page.locationId}/contacts/detail/${id}`;
			results.push({ name: nameOf(id, record), value: id, url });
		}
		if (page.isIncomplete) results.push({ name: NOTICE, value: '' });
		position = page.following;
		// A whole page is enough; what is left of the inbox is followed by contacts at once.
		if (results.length > 0 && !(number === undefined && position?.contactsPage)) break;
	}
	const following = position && ({ ...position, shown: [...shown] } satisfies Token);
	return { results, paginationToken: following && JSON.stringify(following) };
}

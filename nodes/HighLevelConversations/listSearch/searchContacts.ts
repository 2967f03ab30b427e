import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { conversationPage, firstText } from '../../shared/listSearch/conversationPage';

/** Pages read for one that shows somebody new. */
const MAX_PAGES = 5;

/** Where the list of conversations goes on, and whom it has shown already. */
interface Token {
	next?: string;
	shown: string[];
}

function nameOf({ fullName, contactName, phone, email, contactId }: IDataObject): string {
	const known = [firstText(fullName, contactName), firstText(phone), firstText(email)];
	const parts = known.filter((part) => part !== undefined);
	return parts.length > 0 ? parts.join(', ') : String(contactId);
}

/** The people of the inbox for the picker: those of its conversations, each once, who wrote last first. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const token = (paginationToken ? JSON.parse(paginationToken) : { shown: [] }) as Token;
	const shown = new Set(token.shown);
	const results: INodeListSearchResult['results'] = [];
	let { next } = token;
	for (let pages = 0; pages < MAX_PAGES && results.length === 0; pages++) {
		const page = await conversationPage(this, filter, next);
		for (const record of page.records) {
			const id = firstText(record.contactId);
			if (id === undefined || shown.has(id)) continue;
			shown.add(id);
			const url = `https://app.gohighlevel.com/v2/location/${page.locationId}/contacts/detail/${id}`;
			results.push({ name: nameOf(record), value: id, url });
		}
		next = page.next;
		if (next === undefined) break;
	}
	const following = { next, shown: [...shown] } satisfies Token;
	return { results, paginationToken: next === undefined ? undefined : JSON.stringify(following) };
}

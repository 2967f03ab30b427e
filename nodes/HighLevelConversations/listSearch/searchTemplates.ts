import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { OTHER_API_VERSION } from '../../../credentials/shared/fields';
import { firstNonEmpty } from '../../shared/listSearch/conversationPage';
import { nameFilter } from '../../shared/listSearch/nameFilter';
import { listIn, listSearchRequest } from '../../shared/request';

const PAGE_SIZE = 100;
/** Maximum number of pages to read until one has a match. */
const MAX_PAGES = 5;

/** HighLevel's template type by the value of 'Type'. For other values, templates of all types are listed. */
const TEMPLATE_TYPES = new Map<unknown, string>([
	['Email', 'email'],
	['SMS', 'sms'],
	['WhatsApp', 'whatsapp'],
]);

/** Templates of the chosen type for the list in the editor. HighLevel cannot search them, so they are filtered here. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const type = TEMPLATE_TYPES.get(this.getCurrentNodeParameter('type'));
	const isWanted = nameFilter(filter);
	let skip = Number(paginationToken ?? 0);
	for (let pages = 1; ; pages++) {
		// Without the documented `originId`, with which HighLevel returns an empty list.
		const { body } = await listSearchRequest(this, {
			path: '/locations/{locationId}/templates',
			query: { type, limit: PAGE_SIZE, skip },
			version: OTHER_API_VERSION,
			scope: 'locations/templates.readonly',
		});
		const records = listIn(body) ?? [];
		const results = records
			.flatMap((record: IDataObject) => {
				const value = firstNonEmpty(record.id, record._id);
				return value === undefined ? [] : { name: firstNonEmpty(record.name) ?? value, value };
			})
			.filter(({ name }) => isWanted(name));
		skip += records.length;
		const isLast = records.length < PAGE_SIZE;
		if (isLast || results.length > 0 || pages === MAX_PAGES) {
			return { results, paginationToken: isLast ? undefined : String(skip) };
		}
	}
}

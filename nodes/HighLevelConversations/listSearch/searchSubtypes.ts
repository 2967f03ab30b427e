import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { API_VERSION_2021 } from '../../../credentials/shared/fields';
import { nameFilter } from '../../shared/listSearch/nameFilter';
import { listIn, listSearchRequest } from '../../shared/request';

/** Custom subtypes for the list in the editor. HighLevel returns all of them and cannot filter, so they are filtered here. */
export async function searchSubtypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { body } = await listSearchRequest(this, {
		path: '/conversations/preferences/custom-subtypes',
		version: API_VERSION_2021,
	});
	const results = (listIn(body) ?? []).map((record: IDataObject) => ({
		name: String(record.name ?? record.id ?? record._id),
		value: String(record.id ?? record._id),
	}));
	const isWanted = nameFilter(filter);
	return { results: results.filter(({ name }) => isWanted(name)) };
}

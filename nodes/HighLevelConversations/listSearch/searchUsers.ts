import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { OTHER_API_VERSION } from '../../../credentials/shared/fields';
import { firstNonEmpty } from '../../shared/listSearch/conversationPage';
import { nameFilter } from '../../shared/listSearch/nameFilter';
import { listIn, listSearchRequest } from '../../shared/request';

function userLabel({ name, firstName, lastName, email, id }: IDataObject): string {
	const parts = [firstNonEmpty(firstName), firstNonEmpty(lastName)].filter(Boolean).join(' ');
	return firstNonEmpty(name, parts, email) ?? String(id);
}

/** Users of the location for the list in the editor, sorted by name. HighLevel returns all of them, so they are filtered here. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { body } = await listSearchRequest(this, {
		path: '/users/',
		version: OTHER_API_VERSION,
		scope: 'users.readonly',
	});
	const isWanted = nameFilter(filter);
	const results = (listIn(body) ?? [])
		.filter(({ id, deleted }) => firstNonEmpty(id) !== undefined && deleted !== true)
		.filter((user) => isWanted(`${userLabel(user)} ${String(user.email)}`))
		.map((user) => ({ name: userLabel(user), value: String(user.id) }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

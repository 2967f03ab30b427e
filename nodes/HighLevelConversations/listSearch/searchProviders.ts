import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { API_VERSION_V3 } from '../../../credentials/shared/fields';
import { firstNonEmpty } from '../../shared/listSearch/conversationPage';
import { nameFilter } from '../../shared/listSearch/nameFilter';
import { listSearchRequest } from '../../shared/request';

type ProviderChannel = 'SMS' | 'Email';

const PROVIDER_CHANNELS: ProviderChannel[] = ['SMS', 'Email'];

/** The channels whose providers to list. HighLevel has no list of providers for calls. */
function channelsFor(type: unknown): ProviderChannel[] {
	if (type === 'Email') return ['Email'];
	return type === 'SMS' || type === 'Custom' ? ['SMS'] : PROVIDER_CHANNELS;
}

/** The providers in a response. They are nested in `conversationChannel`, the channel and `conversationProvider`. */
function providersIn(body: unknown, channel: ProviderChannel): IDataObject[] {
	const { conversationChannel } = (body ?? {}) as { conversationChannel?: IDataObject };
	const list = (conversationChannel ?? (body as IDataObject))?.[channel];
	const rows = Array.isArray(list) ? (list as IDataObject[]) : [];
	return rows.map((row) => (row.conversationProvider ?? row) as IDataObject);
}

/** Conversation providers of the chosen type for the list in the editor. HighLevel returns all of them, so they are filtered here. */
export async function searchProviders(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const results: INodeListSearchResult['results'] = [];
	const isWanted = nameFilter(filter);
	for (const channel of channelsFor(this.getCurrentNodeParameter('type'))) {
		const { body } = await listSearchRequest(this, {
			path: `/locations/{locationId}/conversationChannels/${channel}`,
			version: API_VERSION_V3,
			scope: 'locations.readonly',
		});
		for (const provider of providersIn(body, channel)) {
			const value = firstNonEmpty(provider._id, provider.id);
			if (value === undefined) continue;
			const name = `${firstNonEmpty(provider.name) ?? value} (${channel})`;
			if (isWanted(name)) results.push({ name, value });
		}
	}
	return { results };
}

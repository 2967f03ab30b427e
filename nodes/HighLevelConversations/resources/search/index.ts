import { searchConversations } from './searchConversations';
import type { Resource } from '../shared/operation';
import { RESOURCE_NAMES } from '../../../shared/names';

export const search: Resource = {
	name: RESOURCE_NAMES.search,
	value: 'search',
	operations: [searchConversations],
};

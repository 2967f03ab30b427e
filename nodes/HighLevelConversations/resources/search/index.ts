import { searchConversations } from './searchConversations';
import type { Resource } from '../operation';

export const search: Resource = {
	name: 'Search',
	value: 'search',
	operations: [searchConversations],
};

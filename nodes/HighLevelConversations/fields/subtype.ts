import { listOrId } from './listOrId';

/** A custom subtype of subscriptions. */
export const subtypeLocator = listOrId({
	displayName: 'Subtype',
	name: 'subtypeId',
	description: 'The custom subscription subtype, by its ID',
	noun: 'subtype',
	searchListMethod: 'searchSubtypes',
	example: '507f1f77bcf86cd799439011',
});

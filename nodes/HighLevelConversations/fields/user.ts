import { listOrId } from './listOrId';

/** Label of the field, for errors. */
export const USER_LABEL = 'User';

/** A user of the location. */
export const userLocator = listOrId({
	displayName: USER_LABEL,
	name: 'userId',
	description: 'The user of the location',
	noun: 'user',
	searchListMethod: 'searchUsers',
	example: 'Tz3kL8mQp2RsVx7Yb1Nc',
	scope: 'users.readonly',
});

import type { INodeProperties } from 'n8n-workflow';

const byName = (a: INodeProperties, b: INodeProperties) =>
	a.displayName.localeCompare(b.displayName);

/** Members come in alphabetical order of their names in the editor. */
const collection =
	(displayName: string, name: string, placeholder: string) =>
	(members: INodeProperties[]): INodeProperties => ({
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		options: [...members].sort(byName),
	});

/** What may be left out of something that is made. */
export const additionalFieldsOf = collection('Additional Fields', 'additionalFields', 'Add Field');

/** What can be changed. */
export const updateFieldsOf = collection('Update Fields', 'updateFields', 'Add Field');

/** What a list is narrowed by. */
export const filtersOf = collection('Filters', 'filters', 'Add Filter');

/** How an operation works, not on what. */
export const optionsOf = collection('Options', 'options', 'Add option');

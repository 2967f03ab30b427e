import type { Field } from './routing';

const byName = (a: Field, b: Field) => a.displayName.localeCompare(b.displayName);

/** Members come in alphabetical order of their names in the editor, those that are hardly ever needed after them. */
const collection =
	(displayName: string, name: string, placeholder: string) =>
	(members: Field[], last: Field[] = []): Field => ({
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		options: [...[...members].sort(byName), ...[...last].sort(byName)],
	});

/** The collection 'Additional Fields': optional values of something that is created or sent. */
export const additionalFieldsOf = collection('Additional Fields', 'additionalFields', 'Add Field');

/** The collection 'Update Fields': the values of a record that an update can change. */
export const updateFieldsOf = collection('Update Fields', 'updateFields', 'Add Field');

/** The collection 'Filters': what a list is narrowed by. */
export const filtersOf = collection('Filters', 'filters', 'Add Filter');

/** The collection 'Options': how an operation goes about its work. */
export const optionsOf = collection('Options', 'options', 'Add option');

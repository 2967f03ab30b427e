import type { Field } from './routing';

const byDisplayName = (a: Field, b: Field) => a.displayName.localeCompare(b.displayName);

/**
 * Returns a function that creates a collection from its members. The editor shows them in alphabetical order, rarely needed
 * ones (`last`) after the others.
 */
const collectionOf =
	(displayName: string, name: string, placeholder: string) =>
	(members: Field[], last: Field[] = []): Field => ({
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		options: [...[...members].sort(byDisplayName), ...[...last].sort(byDisplayName)],
	});

/** The collection 'Additional Fields': optional values of a record that is created or sent. */
export const additionalFieldsOf = collectionOf(
	'Additional Fields',
	'additionalFields',
	'Add Field',
);

/** The collection 'Update Fields': the values of a record that an update can change. */
export const updateFieldsOf = collectionOf('Update Fields', 'updateFields', 'Add Field');

/** The collection 'Filters': conditions for the records of a list. */
export const filtersOf = collectionOf('Filters', 'filters', 'Add Filter');

/** The collection 'Options': how an operation works. */
export const optionsOf = collectionOf('Options', 'options', 'Add option');

import type { INodeProperties } from 'n8n-workflow';

interface ListOrId extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	/** What the list contains, e.g. "user". */
	noun: string;
	/** Name of the list search method. */
	searchListMethod: string;
	/** Example of an ID, for the placeholder. */
	example: string;
	/** The scope that the list requires. */
	scope?: string;
}

/**
 * A resource locator for a record of the location: from a list or by ID. A plain text instead of a locator, e.g. from an expression or
 * an older workflow, is an ID.
 */
export const listOrId = ({
	noun,
	searchListMethod,
	example,
	scope,
	...field
}: ListOrId): INodeProperties => ({
	...field,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Select a ${noun}...`,
			...(scope
				? { hint: `The list requires the scope '${scope}'. Without it, enter the ID.` }
				: {}),
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
	],
});

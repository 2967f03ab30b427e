import type { INodeProperties } from 'n8n-workflow';

interface ListOrId extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	/** What the list holds, e.g. "user". */
	noun: string;
	/** Name of the list's method. */
	searchListMethod: string;
	/** An ID, for the placeholder. */
	example: string;
	/** The optional scope that the list needs. */
	scope?: string;
}

/**
 * A record of the location, chosen from a list or given by its ID. A plain text in its place, e.g. from an expression or from a workflow
 * that was saved before there was a list, is an ID.
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
			...(scope ? { hint: `The list needs the scope '${scope}'. Without it, enter the ID.` } : {}),
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
	],
});

import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** An entry of the editor's operation list, and the fields that it shows. */
export interface Operation {
	option: INodePropertyOptions;
	fields: INodeProperties[];
}

/**
 * The properties of a resource: its operation list, in the given order, and every operation's own fields.
 * A new node starts with the operation `preset`, the first unless told.
 */
export function resourceOf(
	resource: string,
	operations: Operation[],
	preset = operations[0],
): INodeProperties[] {
	const show = { resource: [resource] };
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show },
			options: operations.map(({ option }) => option),
			default: String(preset.option.value),
		},
		...operations.flatMap(({ option, fields }) =>
			updateDisplayOptions({ show: { ...show, operation: [option.value] } }, fields),
		),
	];
}

/** The expression for the text under the node's name: the chosen operation's action, e.g. "Get many messages". */
export function subtitleFor(properties: INodeProperties[]): string {
	const actions = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options as INodePropertyOptions[]).map(({ value, action }) => [
				`${String(displayOptions?.show?.resource)}:${String(value)}`,
				action,
			]),
		);
	const byName = JSON.stringify(Object.fromEntries(actions));
	return `={{ (${byName})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
}

import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { sharedFields } from './mergeFields';
import { withTexts } from './textFields';

/** An entry of the editor's operation list, and the fields that it shows. */
export interface Operation {
	option: INodePropertyOptions;
	fields: INodeProperties[];
}

/** A resource, and its operations in the editor's order. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
	/** The operation that a new node starts with, the first unless told. */
	preset?: Operation;
}

const resourceList = (resources: Resource[], preset: Resource): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })),
	default: String(preset.value),
});

const operationList = ({
	value,
	operations,
	preset = operations[0],
}: Resource): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [value] } },
	options: operations.map((operation) => withTexts(operation).option),
	default: String(preset.option.value),
});

/** All properties of a node with these resources. A new node starts with `preset`. */
export function propertiesOf(resources: Resource[], preset: Resource): INodeProperties[] {
	const uses = resources.flatMap(({ value, operations }) =>
		operations.map(({ option, fields }) => ({
			resource: value,
			operation: String(option.value),
			fields,
		})),
	);
	return [
		resourceList(resources, preset),
		...resources.map(operationList),
		...sharedFields(uses).flatMap(({ field, resources: resource, operations: operation }) =>
			updateDisplayOptions({ show: { resource, operation } }, [field]),
		),
	];
}

/** The expression for the text under the node's name: the chosen operation's action, e.g. "Get many messages". */
export function subtitleFor(resources: Resource[]): string {
	const actions = resources.flatMap(({ value, operations }) =>
		operations.map(({ option }) => [`${value}:${String(option.value)}`, option.action]),
	);
	const byName = JSON.stringify(Object.fromEntries(actions));
	return `={{ (${byName})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
}

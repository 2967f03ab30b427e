import { updateDisplayOptions } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';
import { withoutConverters } from '../../../shared/fields/routing';
import { executeOperation } from '../../../shared/request';
import type { OperationSpec } from '../../../shared/request';
import { deriveSpec, routingOf } from './deriveSpec';
import type { Operation } from './deriveSpec';
import { sharedFields } from './mergeFields';

export type { Operation } from './deriveSpec';

/** A resource, and its operations in the editor's order. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
	/** The operation that a new node starts with, the first if not set. */
	preset?: Operation;
}

const resourceList = (resources: Resource[], preset: Resource): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })),
	default: String(preset.value),
	// Without a known operation n8n would send a request of its own: so the executor is called in any case, and refuses.
	routing: { send: { paginate: true } },
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
	options: operations.map((each) => ({ ...each.option, routing: routingOf(each) })),
	default: String(preset.option.value),
});

/** All properties of a node with these resources. A new node starts with `preset`. */
export function propertiesOf(resources: Resource[], preset: Resource): INodeProperties[] {
	const uses = resources.flatMap(({ value, operations }) =>
		operations.map(({ option, fields }) => ({
			resource: value,
			operation: String(option.value),
			fields: fields.map(withoutConverters),
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

/**
 * The operations as functions that n8n calls for all items of a run at once. n8n's routing engine, which runs them for agents before
 * version 3, evaluates the expressions of all items in one stretch, several times each.
 */
export function customOperationsOf(resources: Resource[]): INodeType['customOperations'] {
	const functionOf = (operation: Operation) => {
		const { request, fields } = operation;
		let spec: OperationSpec | undefined;
		return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			// Derived on the first run: the description has derived it once when n8n loaded the package.
			spec ??= deriveSpec(operation);
			return [await executeOperation(this, { ...request, fields }, spec)];
		};
	};
	return Object.fromEntries(
		resources.map(({ value, operations }) => [
			value,
			Object.fromEntries(operations.map((each) => [String(each.option.value), functionOf(each)])),
		]),
	);
}

/** What to say about a resource or an operation that does not exist, naming those that do. */
export function unknownOperationText(
	resources: Resource[],
	resource: unknown,
	operation: unknown,
): string {
	const shown = (value: unknown) => `'${String(value).slice(0, 100)}'`;
	const found = resources.find(({ value }) => value === resource);
	if (!found) {
		const known = resources.map(({ value }) => value).join(', ');
		return `The resource ${shown(resource)} does not exist. There are: ${known}`;
	}
	const known = found.operations.map(({ option }) => String(option.value)).join(', ');
	return `The operation ${shown(operation)} does not exist for ${found.name}. There are: ${known}`;
}

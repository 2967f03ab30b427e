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
import { mergeFields } from './mergeFields';

export type { Operation } from './deriveSpec';

/** A resource, with its operations in the order of the editor. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
	/** Default operation; the first one if not set. */
	defaultOperation?: Operation;
}

const resourceList = (resources: Resource[], defaultResource: Resource): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })),
	default: String(defaultResource.value),
	// For an unknown operation, n8n would send a request of its own. With this, it calls the executor, which rejects the operation.
	routing: { send: { paginate: true } },
});

const operationList = ({
	value,
	operations,
	defaultOperation = operations[0],
}: Resource): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [value] } },
	options: operations.map((each) => ({ ...each.option, routing: routingOf(each) })),
	default: String(defaultOperation.option.value),
});

/** The properties of a node with these resources. */
export function propertiesOf(resources: Resource[], defaultResource: Resource): INodeProperties[] {
	const operationFields = resources.flatMap(({ value, operations }) =>
		operations.map(({ option, fields }) => ({
			resource: value,
			operation: String(option.value),
			fields: fields.map(withoutConverters),
		})),
	);
	return [
		resourceList(resources, defaultResource),
		...resources.map(operationList),
		...mergeFields(operationFields).flatMap(
			({ field, resources: resource, operations: operation }) =>
				updateDisplayOptions({ show: { resource, operation } }, [field]),
		),
	];
}

/** The expression for the node's subtitle: the action of the operation, e.g. "Get many messages". */
export function subtitleFor(resources: Resource[]): string {
	const actions = resources.flatMap(({ value, operations }) =>
		operations.map(({ option }) => [`${value}:${String(option.value)}`, option.action]),
	);
	const actionByName = JSON.stringify(Object.fromEntries(actions));
	return `={{ (${actionByName})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
}

/**
 * The operations as functions that n8n calls once for all items of a run. n8n's routing engine, which tool calls of the AI Agent before
 * version 3 still use, is slower: it evaluates the expressions of all items up front, several times each.
 */
export function customOperationsOf(resources: Resource[]): INodeType['customOperations'] {
	const functionOf = (operation: Operation) => {
		const { request, fields } = operation;
		let spec: OperationSpec | undefined;
		return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			// Derived on the first run, to keep the start of n8n fast.
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

/** The error for a resource or an operation that does not exist. Names those that exist. */
export function unknownOperationText(
	resources: Resource[],
	resource: unknown,
	operation: unknown,
): string {
	const quoted = (value: unknown) => `'${String(value).slice(0, 100)}'`;
	const found = resources.find(({ value }) => value === resource);
	if (!found) {
		const names = resources.map(({ value }) => value).join(', ');
		return `The resource ${quoted(resource)} does not exist. Available resources: ${names}`;
	}
	const names = found.operations.map(({ option }) => String(option.value)).join(', ');
	return `The operation ${quoted(operation)} does not exist for ${found.name}. Available operations: ${names}`;
}

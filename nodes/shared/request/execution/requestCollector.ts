import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyRouting,
} from 'n8n-workflow';
import { isPlain } from '../values';

/** The values that the fields of an operation send. */
export interface CollectedValues {
	qs: IDataObject;
	body: IDataObject;
}

/** Reads a value of an item and adds it to the request. */
type Step = (read: (path: string) => unknown, into: CollectedValues) => void;

/** Reads the value that the field at a path sends. */
type ReadValue = (read: (path: string) => unknown, path: string) => unknown;

/** A routing `value` that sends a member of the field's value, e.g. `={{ $value.row }}`. */
const MEMBER = /^=\{\{ \$value\.(\w+) \}\}$/;
/** A routing `value` that sends the field's value only if another parameter has, or does not have, a certain value. */
const CONDITION = /^=\{\{ \$parameter\["(\w+)"\] ([!=])== "(\w+)" \? \$value : undefined \}\}$/;

/** Converts a routing `value` to a function, instead of evaluating it as an expression. Throws for all other expressions. */
function readerFor(name: string, value: string | undefined): ReadValue {
	if (value === undefined) return (read, path) => read(path);
	const [, member] = MEMBER.exec(value) ?? [];
	if (member !== undefined) {
		return (read, path) => (read(path) as IDataObject | undefined)?.[member];
	}
	const [, parameter, operator, expected] = CONDITION.exec(value) ?? [];
	if (parameter === undefined) {
		throw new Error(`The routing of '${name}' has an unsupported value: ${value}`);
	}
	const mustBeEqual = operator === '=';
	return (read, path) => ((read(parameter) === expected) === mustBeEqual ? read(path) : undefined);
}

/** Sets a member at a path with dots. An undefined value does not overwrite an existing one. */
function setMember(target: IDataObject, path: string, value: unknown): void {
	const keys = path.split('.');
	const last = keys.pop() as string;
	let parent = target;
	for (const key of keys) {
		if (!isPlain(parent[key])) parent[key] = {};
		parent = parent[key] as IDataObject;
	}
	if (value !== undefined || !(last in parent)) parent[last] = value as IDataObject[string];
}

/** The step for a field's `routing`. Throws if it contains anything that is not supported here. */
function sendStep(
	{ name, routing }: INodeProperties & { routing: INodePropertyRouting },
	path: string,
): Step {
	const { send, ...others } = routing;
	const { property, type, value, ...rest } = send ?? {};
	const unknown = [...Object.keys(others), ...Object.keys(rest)];
	if (property === undefined || type === undefined || unknown.length > 0) {
		throw new Error(`The routing of '${name}' is not supported: ${JSON.stringify(routing)}`);
	}
	const readValue = readerFor(name, value as string | undefined);
	return (read, { qs, body }) => {
		setMember(type === 'body' ? body : qs, property, readValue(read, path));
	};
}

/** The steps of a field and of its members; none if the field is hidden. */
function stepsOf(field: INodeProperties, path: string, node: INode): Step[] {
	// Like in n8n, a field whose visibility depends on an expression counts as shown.
	if (!NodeHelpers.displayParameter(node.parameters, field, node, null)) return [];
	const { routing, type, options = [] } = field;
	const steps = routing === undefined ? [] : [sendStep({ ...field, routing }, path)];
	const stepsIn = (fields: INodeProperties[], parentPath: string) =>
		fields.flatMap((member) => stepsOf(member, `${parentPath}.${member.name}`, node));
	if (type === 'collection') steps.push(...stepsIn(options as INodeProperties[], path));
	if (type === 'fixedCollection') {
		for (const { name, values } of options as INodePropertyCollection[]) {
			const groupSteps = stepsIn(values, `${path}.${name}`);
			if (field.typeOptions?.multipleValues && groupSteps.length > 0) {
				throw new Error(`The routing inside '${field.name}' is not supported`);
			}
			steps.push(...groupSteps);
		}
	}
	return steps;
}

/**
 * Returns a function that collects the values that the fields of an operation send, from a function that reads an item's
 * parameters. Only the stored parameters decide which fields are shown, so this is evaluated once per run. Throws if the
 * routing of a field is not supported.
 */
export function requestCollector(
	node: INode,
	fields: INodeProperties[],
): (read: (path: string) => unknown) => CollectedValues {
	const steps = fields.flatMap((field) => stepsOf(field, field.name, node));
	return (read) => {
		const collected: CollectedValues = { qs: {}, body: {} };
		for (const step of steps) step(read, collected);
		return collected;
	};
}

import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyRouting,
} from 'n8n-workflow';
import { isPlain } from '../values';

/** What the fields of an operation send. */
export interface Collected {
	qs: IDataObject;
	body: IDataObject;
}

/** Reads one value of an item and puts it into the request. */
type Step = (read: (path: string) => unknown, into: Collected) => void;

/** Reads the value that a field sends, at its path. */
type ReadValue = (read: (path: string) => unknown, path: string) => unknown;

/** A `value` of a field's routing that returns a member of the field's own value, e.g. `={{ $value.row }}`. */
const MEMBER = /^=\{\{ \$value\.(\w+) \}\}$/;
/** One that sends the field's value only if another parameter has a value, or has not. */
const CONDITION = /^=\{\{ \$parameter\["(\w+)"\] ([!=])== "(\w+)" \? \$value : undefined \}\}$/;

/** What a `value` of a field's routing stands for, without evaluating it. Throws for any other form. */
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
	const isWanted = operator === '=';
	return (read, path) => ((read(parameter) === expected) === isWanted ? read(path) : undefined);
}

/** Sets a member by its path with dots, and keeps what is there if there is nothing to set. */
function setMember(target: IDataObject, path: string, value: unknown): void {
	const keys = path.split('.');
	const last = keys.pop() as string;
	let place = target;
	for (const key of keys) {
		if (!isPlain(place[key])) place[key] = {};
		place = place[key] as IDataObject;
	}
	if (value !== undefined || !(last in place)) place[last] = value as IDataObject[string];
}

/** What a field's `routing` puts into the request. Throws for a form of routing that this loop would not carry out. */
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

/** The steps of a field and of what is inside of it. */
function stepsOf(field: INodeProperties, path: string, node: INode): Step[] {
	// Like n8n: a field that depends on an expression counts as shown.
	if (!NodeHelpers.displayParameter(node.parameters, field, node, null)) return [];
	const { routing, type, options = [] } = field;
	const own = routing === undefined ? [] : [sendStep({ ...field, routing }, path)];
	const inner = (fields: INodeProperties[], within: string) =>
		fields.flatMap((each) => stepsOf(each, `${within}.${each.name}`, node));
	if (type === 'collection') own.push(...inner(options as INodeProperties[], path));
	if (type === 'fixedCollection') {
		for (const { name, values } of options as INodePropertyCollection[]) {
			const steps = inner(values, `${path}.${name}`);
			if (field.typeOptions?.multipleValues && steps.length > 0) {
				throw new Error(`The routing inside of '${field.name}' is not supported`);
			}
			own.push(...steps);
		}
	}
	return own;
}

/**
 * What the fields of an operation send, as a function of an item's parameters (a locator's own value). Which fields are shown depends
 * on the stored parameters alone, so that is decided once for a run. Throws for a form of routing that is not supported.
 */
export function requestCollector(
	node: INode,
	fields: INodeProperties[],
): (read: (path: string) => unknown) => Collected {
	const steps = fields.flatMap((field) => stepsOf(field, field.name, node));
	return (read) => {
		const collected: Collected = { qs: {}, body: {} };
		for (const step of steps) step(read, collected);
		return collected;
	};
}

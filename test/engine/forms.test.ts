import { NodeHelpers } from 'n8n-workflow';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeTypeDescription,
} from 'n8n-workflow';

import { choicesOf } from '../contract/parameters';
import { loadPackage } from './harness/nodeTypes';

let descriptions: INodeTypeDescription[];
beforeAll(async () => {
	const { names, nodeTypes } = await loadPackage();
	const types = nodeTypes({ input: [] });
	descriptions = Object.values(names).map((name) => types.getByNameAndVersion(name).description);
});

type Value = INodeParameters[string];

/** Values of a property after few clicks: each choice, each state of a toggle, and an added, unchanged member or sub-form. */
function valuesOf(property: INodeProperties): Value[] {
	const { type, options = [] } = property;
	if (type === 'boolean') return [true, false];
	const choices = choicesOf(property).map(({ value }) => value as Value);
	if (type === 'multiOptions') return choices.map((value) => [value] as Value);
	if (type === 'options') return choices;
	if (type === 'fixedCollection') {
		const added: Value = property.typeOptions?.multipleValues ? [{}] : {};
		return (options as INodePropertyCollection[]).map(({ name }) => ({ [name]: added }) as Value);
	}
	if (type !== 'collection') return [];
	return (options as INodeProperties[]).flatMap((member) =>
		[member.default as Value, ...valuesOf(member)].map((value) => ({ [member.name]: value })),
	);
}

/** The values that show a property, the first of each. */
const contextOf = ({ displayOptions }: INodeProperties): INodeParameters =>
	Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name,
			values?.[0] as Value,
		]),
	);

/** Every resource with every operation, and nothing else; for a trigger, every event. */
function operationsOf({ properties }: INodeTypeDescription): INodeParameters[] {
	const lists = properties.filter(({ name }) => ['operation', 'event', 'events'].includes(name));
	return lists.flatMap((list) =>
		valuesOf(list).map((value) => ({ ...contextOf(list), [list.name]: value })),
	);
}

/** Every choice of every property, with the values that show it. */
const choicesIn = ({ properties }: INodeTypeDescription): INodeParameters[] =>
	properties.flatMap((property) =>
		valuesOf(property).map((value) => ({ ...contextOf(property), [property.name]: value })),
	);

/**
 * Does what the editor does when a value changes or a workflow is opened: sets the defaults, removes
 * them, and checks for missing values. Returns the names of shown properties without a value.
 */
function opened(description: INodeTypeDescription, chosen: INodeParameters): string[] {
	const { properties } = description;
	const node = {
		id: '1',
		name: 'N',
		type: 'n',
		typeVersion: 1,
		position: [0, 0] as [number, number],
	};
	const filled = (defaults: boolean, hidden: boolean) =>
		NodeHelpers.getNodeParameters(properties, chosen, defaults, hidden, node, description);
	filled(false, false);
	filled(false, true);
	filled(true, true);
	const parameters = filled(true, false) ?? {};
	NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters }, description);
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(parameters, property, node, description);
	return properties
		.filter((property) => property.type !== 'notice' && isShown(property))
		.filter(({ name }) => parameters[name] === undefined)
		.map(({ name }) => `no value for ${name}`);
}

/** Descriptions of the errors in a node's forms. */
const complaintsAbout = (
	description: INodeTypeDescription,
	forms: (description: INodeTypeDescription) => INodeParameters[],
): string[] =>
	forms(description).flatMap((chosen) => {
		const form = `${description.name} ${JSON.stringify(chosen)}`;
		try {
			return opened(description, chosen).map((text) => `${form}: ${text}`);
		} catch (error) {
			return [`${form}: ${String(error)}`];
		}
	});

test('opens every operation and every event in the editor with empty fields', () => {
	expect(descriptions.flatMap((each) => complaintsAbout(each, operationsOf))).toEqual([]);
	expect(descriptions.flatMap(operationsOf).length).toBeGreaterThanOrEqual(30 + 3 + 5);
});

test('opens every choice, and every unchanged sub-form and member', () => {
	expect(descriptions.flatMap((each) => complaintsAbout(each, choicesIn))).toEqual([]);
});

test.each([[null], [{}]])('opens a node with the parameters %j', (parameters) => {
	for (const description of descriptions) {
		for (const defaults of [true, false]) {
			NodeHelpers.getNodeParameters(
				description.properties,
				parameters,
				defaults,
				false,
				{ typeVersion: 1 },
				description,
			);
		}
	}
});

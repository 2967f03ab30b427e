import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodePropertyTypes,
} from 'n8n-workflow';

import { HighLevelConversationsApi } from '../../credentials/HighLevelConversationsApi.credentials';
import { HighLevelConversationsOAuth2Api } from '../../credentials/HighLevelConversationsOAuth2Api.credentials';
import { HighLevelConversations } from '../../nodes/HighLevelConversations/HighLevelConversations.node';

/** A parameter where a saved workflow finds it: `message.send/additionalFields.emailCc`. */
export interface Parameter {
	path: string;
	property: INodeProperties;
}

export const node = new HighLevelConversations();
export const credentials = [new HighLevelConversationsApi(), new HighLevelConversationsOAuth2Api()];

const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;
const isProperty = (option: object): option is INodeProperties => 'type' in option;

/** The choices of a list, none for another kind of parameter. */
export const choicesOf = ({ type, options = [] }: INodeProperties): INodePropertyOptions[] =>
	type === 'options' || type === 'multiOptions' ? (options as INodePropertyOptions[]) : [];

function within(prefix: string, property: INodeProperties): Parameter[] {
	const path = prefix + property.name;
	const inner = (property.options ?? []).flatMap((option) => {
		if (isGroup(option))
			return option.values.flatMap((each) => within(`${path}.${option.name}.`, each));
		return isProperty(option) ? within(`${path}.`, option) : [];
	});
	return [{ path, property }, ...inner];
}

/** `resource.operation/` for an operation's own fields, `resource/` for its list of operations. */
function ownerOf({ displayOptions }: INodeProperties): string {
	const { resource, operation } = displayOptions?.show ?? {};
	return resource === undefined ? '' : `${[...resource, ...(operation ?? [])].join('.')}/`;
}

/** Every parameter of the node, those inside collections and sub-forms too. */
export const parameters: Parameter[] = node.description.properties.flatMap((property) =>
	within(ownerOf(property), property),
);

const kindOf = (property: INodeProperties): string => {
	const many = property.typeOptions?.multipleValues ? '[]' : '';
	const choices = choicesOf(property).map(({ value }) => value);
	const type: NodePropertyTypes = property.type;
	const modes = property.modes?.map(({ name }) => name) ?? [];
	const values = choices.length > 0 ? choices : modes;
	return `${type}${many}${values.length > 0 ? ` ${values.join(' ')}` : ''}`;
};

/** Path and kind of everything that a saved workflow or credential may hold. */
export function snapshot(): Record<string, Record<string, string>> {
	const kinds = (list: Parameter[]) =>
		Object.fromEntries(list.map(({ path, property }) => [path, kindOf(property)]));
	return {
		[node.description.name]: kinds(parameters),
		...Object.fromEntries(
			credentials.map(({ name, properties }) => [
				name,
				kinds(properties.map((property) => ({ path: property.name, property }))),
			]),
		),
	};
}

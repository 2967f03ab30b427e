import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodePropertyTypes,
} from 'n8n-workflow';

import { HighLevelConversationsApi } from '../../credentials/HighLevelConversationsApi.credentials';
import { HighLevelConversationsOAuth2Api } from '../../credentials/HighLevelConversationsOAuth2Api.credentials';
import { HighLevelConversations } from '../../nodes/HighLevelConversations/HighLevelConversations.node';
import { HighLevelConversationsTrigger } from '../../nodes/HighLevelConversationsTrigger/HighLevelConversationsTrigger.node';

/** A parameter where a saved workflow finds it: `message.send/additionalFields.emailCc`. */
export interface Parameter {
	path: string;
	property: INodeProperties;
}

export const node = new HighLevelConversations();
export const trigger = new HighLevelConversationsTrigger();
export const accessToken = new HighLevelConversationsApi();
export const oAuth2 = new HighLevelConversationsOAuth2Api();
export const credentials = [accessToken, oAuth2];

const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;
const isProperty = (option: object): option is INodeProperties => 'type' in option;

/** The choices of a list, none for another kind of parameter. */
export const choicesOf = ({ type, options = [] }: INodeProperties): INodePropertyOptions[] =>
	type === 'options' || type === 'multiOptions' ? (options as INodePropertyOptions[]) : [];

function unfolded(prefix: string, property: INodeProperties): Parameter[] {
	const path = prefix + property.name;
	const inner = (property.options ?? []).flatMap((option) => {
		if (isGroup(option))
			return option.values.flatMap((each) => unfolded(`${path}.${option.name}.`, each));
		return isProperty(option) ? unfolded(`${path}.`, option) : [];
	});
	return [{ path, property }, ...inner];
}

/** `resource.operation/` for an operation's own fields, `resource/` for its list of operations. */
function ownerOf({ displayOptions }: INodeProperties): string {
	const { resource, operation } = displayOptions?.show ?? {};
	return resource === undefined ? '' : `${[...resource, ...(operation ?? [])].join('.')}/`;
}

/** Every parameter of a node or a credential, those inside collections and sub-forms too. */
const within = ({ properties }: { properties: INodeProperties[] }): Parameter[] =>
	properties.flatMap((property) => unfolded(ownerOf(property), property));

export const parameters = within(node.description);

/** Those of everything that the package brings, by its name. */
export const everything: Record<string, Parameter[]> = Object.fromEntries(
	[node.description, trigger.description, ...credentials].map((each) => [each.name, within(each)]),
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
export const snapshot = (): Record<string, Record<string, string>> =>
	Object.fromEntries(
		Object.entries(everything).map(([owner, list]) => [
			owner,
			Object.fromEntries(list.map(({ path, property }) => [path, kindOf(property)])),
		]),
	);

import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	NodePropertyTypes,
} from 'n8n-workflow';

import { HighLevelConversationsApi } from '../../credentials/HighLevelConversationsApi.credentials';
import { HighLevelConversationsOAuth2Api } from '../../credentials/HighLevelConversationsOAuth2Api.credentials';
import { HighLevelConversationsWebhookApi } from '../../credentials/HighLevelConversationsWebhookApi.credentials';
import { HighLevelConversations } from '../../nodes/HighLevelConversations/HighLevelConversations.node';
import { HighLevelConversationsMemory } from '../../nodes/HighLevelConversationsMemory/HighLevelConversationsMemory.node';
import { HighLevelConversationsTrigger } from '../../nodes/HighLevelConversationsTrigger/HighLevelConversationsTrigger.node';
import { HighLevelConversationsWebhookTrigger } from '../../nodes/HighLevelConversationsWebhookTrigger/HighLevelConversationsWebhookTrigger.node';

/** A parameter by its path in a saved workflow: `message.send/additionalFields.emailCc`. */
export interface Parameter {
	path: string;
	property: INodeProperties;
}

export const node = new HighLevelConversations();
export const memory = new HighLevelConversationsMemory();
export const trigger = new HighLevelConversationsTrigger();
export const accessToken = new HighLevelConversationsApi();
export const oAuth2 = new HighLevelConversationsOAuth2Api();
export const credentials = [accessToken, oAuth2];
export const webhookTrigger = new HighLevelConversationsWebhookTrigger();
export const webhookSecret = new HighLevelConversationsWebhookApi();

const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;
const isProperty = (option: object): option is INodeProperties => 'type' in option;

/** The options of a list; empty for other parameters. */
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

/** The operations that show a property, as `resource.operation`; one property may serve several. */
export function shownBy(property: INodeProperties, properties: INodeProperties[]): string[] {
	const { resource, operation } = property.displayOptions?.show ?? {};
	if (!operation) return [];
	return properties
		.filter(({ name, displayOptions }) => {
			const [of] = displayOptions?.show?.resource ?? [];
			return name === 'operation' && resource?.includes(of);
		})
		.flatMap((list) => {
			const of = String(list.displayOptions?.show?.resource);
			const values = choicesOf(list).map(({ value }) => value);
			return values.filter((value) => operation.includes(value)).map((value) => `${of}.${value}`);
		});
}

/** `resource.operation/` for an operation's own fields, `resource/` for its list of operations. */
function ownersOf(property: INodeProperties, properties: INodeProperties[]): string[] {
	const { resource, operation } = property.displayOptions?.show ?? {};
	if (resource === undefined) return [''];
	if (operation === undefined) return [`${resource.join('.')}/`];
	return shownBy(property, properties).map((owner) => `${owner}/`);
}

/** Every parameter of a node or a credential, including those in collections and sub-forms. */
const within = ({ properties }: { properties: INodeProperties[] }): Parameter[] =>
	properties.flatMap((property) =>
		ownersOf(property, properties).flatMap((owner) => unfolded(owner, property)),
	);

export const parameters = within(node.description);

/** All parameters of the package, by node or credential. */
export const everything: Record<string, Parameter[]> = Object.fromEntries(
	[
		node.description,
		memory.description,
		trigger.description,
		webhookTrigger.description,
		...credentials,
		webhookSecret,
	].map((each) => [each.name, within(each)]),
);

const kindOf = (property: INodeProperties): string => {
	const many = property.typeOptions?.multipleValues ? '[]' : '';
	const choices = choicesOf(property).map(({ value }) => value);
	const type: NodePropertyTypes = property.type;
	const modes = property.modes?.map(({ name }) => name) ?? [];
	const values = choices.length > 0 ? choices : modes;
	return `${type}${many}${values.length > 0 ? ` ${values.join(' ')}` : ''}`;
};

/** Path and type of everything that a saved workflow or credential can contain. */
export const snapshot = (): Record<string, Record<string, string>> =>
	Object.fromEntries(
		Object.entries(everything).map(([owner, list]) => [
			owner,
			Object.fromEntries(list.map(({ path, property }) => [path, kindOf(property)])),
		]),
	);

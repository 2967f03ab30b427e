import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Operation } from './operation';
import { planned, requestOf } from '../../../shared/request';

/** Whether the API takes a text for what the user enters here, be it typed or chosen. */
function isText({ type, typeOptions, options }: INodeProperties): boolean {
	if (typeOptions?.multipleValues) return false;
	if (type === 'options')
		return (
			options?.every((option) => 'value' in option && typeof option.value === 'string') === true
		);
	return type === 'string' || type === 'resourceLocator';
}

/** The text fields of an operation: what the editor calls them, by their paths in the request. */
export function textsIn(fields: INodeProperties[]): Record<string, string> {
	const texts: Record<string, string> = {};
	for (const field of fields) {
		const { send } = field.routing ?? {};
		// A value that is made from another is no longer what the user entered.
		if (send?.property && isText(field)) texts[send.property] = `'${field.displayName}'`;
		if (field.type === 'collection')
			Object.assign(texts, textsIn((field.options ?? []) as INodeProperties[]));
		if (field.type !== 'fixedCollection') continue;
		for (const { values } of (field.options ?? []) as INodePropertyCollection[]) {
			Object.assign(texts, textsIn(values));
		}
	}
	return texts;
}

/** The switches of an operation: what the editor calls them, by the paths of their parameters. */
function togglesIn(fields: INodeProperties[], within = ''): Record<string, string> {
	const toggles: Record<string, string> = {};
	for (const { name, displayName, type, options = [] } of fields) {
		const path = `${within}${name}`;
		if (type === 'boolean') toggles[path] = `'${displayName}'`;
		if (type === 'collection') Object.assign(toggles, togglesIn(options as INodeProperties[], `${path}.`)); // prettier-ignore
		if (type !== 'fixedCollection') continue;
		for (const group of options as INodePropertyCollection[]) {
			Object.assign(toggles, togglesIn(group.values, `${path}.${group.name}.`));
		}
	}
	return toggles;
}

/** The labels of the parameters that a URL takes as `{parameter}`, by their names. */
function idsIn(url: string, fields: INodeProperties[]): Record<string, string> {
	const names = [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	const used = fields.filter(({ name }) => names.includes(name));
	return Object.fromEntries(used.map(({ name, displayName }) => [name, displayName]));
}

/** The operation, its spec with what its fields say: which of them are texts, and what the editor calls the IDs in the URL. */
export function withTexts({ option, fields }: Operation): Operation {
	if (!option.routing) return { option, fields };
	const derived = {
		texts: textsIn(fields),
		toggles: togglesIn(fields),
		ids: idsIn(requestOf(option.routing).url, fields),
	};
	return { fields, option: { ...option, routing: planned(option.routing, derived) } };
}

import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Converter } from '../request';

/** A property of a node that may also say how its value is converted for HighLevel, if its type does not say it already. */
export type Field = INodeProperties & {
	/** Checks and converts the value in place of what the type implies. n8n never sees it. */
	convert?: Converter;
};

const sentIn =
	(type: 'body' | 'query') =>
	(field: Field, path: string = field.name): Field => ({
		...field,
		routing: { send: { type, property: path } },
	});

/** A field that goes into the request's body under its own name, or at a path with dots. */
export const inBody = sentIn('body');

/** A field that goes into the query of the URL under its own name. */
export const inQuery = sentIn('query');

/** A member of a collection that goes into an object of the body, e.g. `call.from`. For `map`. */
export const inBodyUnder = (parent: string) => (field: Field) =>
	inBody(field, `${parent}.${field.name}`);

/** The members of a collection or fixed collection, in one list. Empty for other fields. */
export function membersOf({ type, options = [] }: Field): Field[] {
	if (type === 'collection') return options as Field[];
	if (type !== 'fixedCollection') return [];
	return options.flatMap((group) => ('values' in group ? (group.values as Field[]) : []));
}

/** The field as n8n takes it: without the converters of its own and of its members. */
export function withoutConverters(given: Field): INodeProperties {
	const field = { ...given };
	delete field.convert;
	if (field.type === 'collection') {
		return { ...field, options: (field.options as Field[]).map(withoutConverters) };
	}
	if (field.type !== 'fixedCollection') return field;
	const groups = field.options as INodePropertyCollection[];
	const options = groups.map((each) => ({ ...each, values: each.values.map(withoutConverters) }));
	return { ...field, options };
}

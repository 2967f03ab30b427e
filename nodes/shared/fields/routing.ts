import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Converter } from '../request';

/** A property of a node, optionally with a converter for its value. */
export type Field = INodeProperties & {
	/** Checks and converts the value, instead of the default converter of the field's type. Removed before n8n gets the field. */
	convert?: Converter;
};

const fieldSentIn =
	(type: 'body' | 'query') =>
	(field: Field, path: string = field.name): Field => ({
		...field,
		routing: { send: { type, property: path } },
	});

/** A field that is sent in the body, under its own name or at a path with dots. */
export const inBody = fieldSentIn('body');

/** A field that is sent in the query, under its own name. */
export const inQuery = fieldSentIn('query');

/** Returns a function for `map` that sends fields in an object of the body, e.g. `call.from`. */
export const inBodyUnder = (parent: string) => (field: Field) =>
	inBody(field, `${parent}.${field.name}`);

/** The members of a collection or fixed collection. Empty for other fields. */
export function membersOf({ type, options = [] }: Field): Field[] {
	if (type === 'collection') return options as Field[];
	if (type !== 'fixedCollection') return [];
	return options.flatMap((group) => ('values' in group ? (group.values as Field[]) : []));
}

/** The field without its converters and those of its members, as n8n expects it. */
export function withoutConverters(original: Field): INodeProperties {
	const field = { ...original };
	delete field.convert;
	if (field.type === 'collection') {
		return { ...field, options: (field.options as Field[]).map(withoutConverters) };
	}
	if (field.type !== 'fixedCollection') return field;
	const groups = field.options as INodePropertyCollection[];
	const options = groups.map((group) => ({
		...group,
		values: group.values.map(withoutConverters),
	}));
	return { ...field, options };
}

import type { IDataObject } from 'n8n-workflow';
import { isPlain } from './values';
import type { Converter } from './values';

/** How one value is checked and converted before it is sent. */
export interface ValueRule {
	/** Where it is in the query or the body, e.g. `['call', 'from']`. */
	path: string[];
	/** What the editor calls the field, in quotes. */
	label: string;
	/** Applied one after the other. */
	converters: Converter[];
}

/** Converts the value at `path`, below `depth` levels, in place. A member whose object is missing is left alone. */
function convertAt(
	values: IDataObject,
	{ path, label, converters }: ValueRule,
	timezone: string,
	depth = 0,
): void {
	const name = path[depth];
	if (depth < path.length - 1) {
		const inner = values[name];
		if (!isPlain(inner)) return;
		const copy = { ...inner };
		convertAt(copy, { path, label, converters }, timezone, depth + 1);
		values[name] = copy;
		return;
	}
	let value: unknown = values[name];
	for (const convert of converters) value = convert(value, { label, timezone });
	if (value !== values[name]) values[name] = value as IDataObject[string];
}

/** The values, checked and converted. Dates without a time zone are in `timezone`. Throws what a converter throws. */
export function convertValues(
	values: IDataObject,
	valueRules: readonly ValueRule[],
	timezone: string,
): IDataObject {
	const result = { ...values };
	for (const rule of valueRules) convertAt(result, rule, timezone);
	return result;
}

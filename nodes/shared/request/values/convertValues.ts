import type { IDataObject } from 'n8n-workflow';
import { isPlain } from './values';
import type { Converter } from './values';

/** How a value of the query or the body is checked and converted before it is sent. */
export interface ValueRule {
	/** Its path in the query or the body, e.g. `['call', 'from']`. */
	path: string[];
	/** The field's label in the editor, in single quotes. */
	label: string;
	/** Applied in this order. */
	converters: Converter[];
}

/** Converts the value at `path` in place; `values` is the object at the first `depth` names of it. Missing objects are skipped. */
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

/** Checks and converts values. `timezone` applies to dates without a time zone. Throws what the converters throw. */
export function convertValues(
	values: IDataObject,
	valueRules: readonly ValueRule[],
	timezone: string,
): IDataObject {
	const result = { ...values };
	for (const rule of valueRules) convertAt(result, rule, timezone);
	return result;
}

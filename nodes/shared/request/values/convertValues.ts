import type { IDataObject } from 'n8n-workflow';
import { isPlain } from './values';
import type { Converter } from './values';

/** How values are checked and converted before they are sent, by their paths in the query or the body, e.g. `call.from`. */
export type ValueRules = Record<
	string,
	{
		/** What the editor calls the field, in quotes. */
		label: string;
		/** Applied one after the other. */
		converters: Converter[];
	}
>;

/** The values, checked and converted. Dates without a time zone are in `timezone`. Throws what a converter throws. */
export function convertValues(
	values: IDataObject,
	valueRules: ValueRules,
	timezone: string,
): IDataObject {
	const result = { ...values };
	for (const [path, rule] of Object.entries(valueRules)) {
		const [name, ...inner] = path.split('.');
		const value = result[name];
		if (inner.length === 0) {
			const context = { label: rule.label, timezone };
			const converted = rule.converters.reduce((current: unknown, each) => each(current, context), value); // prettier-ignore
			result[name] = converted as IDataObject[string];
		} else if (isPlain(value)) {
			result[name] = convertValues(value, { [inner.join('.')]: rule }, timezone);
		}
	}
	return result;
}

import type { IDataObject } from 'n8n-workflow';
import { ParameterError, converters, isEmpty } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';

const optionsByContext = new WeakMap<object, IDataObject>();

/**
 * The values of the collection 'Options' of an item; empty if none is set. Reads them once per item, because n8n evaluates a
 * parameter again on each read.
 */
export function itemOptions(item: ItemContext): IDataObject {
	const { context } = item;
	const options =
		optionsByContext.get(context) ?? ((item.parameter('options') ?? {}) as IDataObject);
	optionsByContext.set(context, options);
	return options;
}

/** Caches what `parse` returns for an item, so that its fields are parsed by the check and not again by the run. */
export function parseOnce<T>(parse: (item: ItemContext) => T): (item: ItemContext) => T {
	const parsed = new WeakMap<ItemContext, T>();
	return (item) => {
		const values = parsed.get(item) ?? parse(item);
		parsed.set(item, values);
		return values;
	};
}

/**
 * The number in an option; undefined if the option is empty. Throws a `ParameterError` for any value but a number from `min` to
 * `max`. `label` is the option's name in quotes, `unit` a plural such as "minutes".
 */
export function numberInRange(
	value: unknown,
	label: string,
	{ min = 0, max, unit }: { min?: number; max: number; unit?: string },
): number | undefined {
	if (isEmpty(value)) return undefined;
	const number = typeof value === 'boolean' ? Number.NaN : Number(value);
	if (number >= min && number <= max) return number;
	const noun = unit === undefined ? 'a number' : `a number of ${unit}`;
	throw new ParameterError(
		`${label} must be ${noun} from ${min} to ${max.toLocaleString('en')}: ${String(value).slice(0, 100)}`,
	);
}

/** Whether a boolean option is on; false if it is empty. Throws a `ParameterError` for any value but a boolean. */
export const isOn = (value: unknown, label: string): boolean =>
	converters.boolean(value, { label, timezone: 'UTC' }) === true;

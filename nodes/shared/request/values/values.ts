import type { IDataObject } from 'n8n-workflow';

/** The field that a converter checks. */
export interface ConverterContext {
	/** The field's label in the editor, in single quotes. */
	label: string;
	/** Time zone of the workflow, for dates without a time zone. */
	timezone: string;
}

/** Checks a value and converts it for the API. Undefined omits the field. Throws a `ParameterError` for an invalid value. */
export type Converter = (value: unknown, field: ConverterContext) => unknown;

/** The result of `parse`; undefined if it throws. */
export function tryOr<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}

/** Whether a value is a plain object: not an array, a date or an instance of another class. */
export const isPlain = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A text without white space at its ends; an empty text for any other value. */
export const trimmedString = (value: unknown): string =>
	typeof value === 'string' ? value.trim() : '';

/** Whether a value is undefined, null, a blank text, or an array or plain object without members. */
export const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && value.trim() === '') ||
	(Array.isArray(value) && value.length === 0) ||
	(isPlain(value) && Object.keys(value).length === 0);

/** A copy without empty values, also in nested objects: HighLevel rejects `attachments: []`. */
export function removeEmpty(values: IDataObject): IDataObject {
	const kept: IDataObject = {};
	for (const [name, value] of Object.entries(values)) {
		const cleaned = isPlain(value) ? removeEmpty(value) : value;
		if (!isEmpty(cleaned)) kept[name] = cleaned;
	}
	return kept;
}

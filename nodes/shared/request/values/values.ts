import type { IDataObject } from 'n8n-workflow';

/** What a rule may know about the field it checks. */
export interface ConverterContext {
	/** The field's name as the editor shows it, in single quotes. */
	label: string;
	/** The workflow's, for dates that name no zone. */
	timezone: string;
}

/** Checks one value and turns it into what the API wants; undefined leaves the field out. Throws a `ParameterError`. */
export type Converter = (value: unknown, field: ConverterContext) => unknown;

/** What `parse` returns; undefined where it throws. */
export function tryOr<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}

/** An object as JSON writes it, no list, date or class of its own. */
export const isPlain = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

export const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && value.trim() === '') ||
	(Array.isArray(value) && value.length === 0) ||
	(isPlain(value) && Object.keys(value).length === 0);

/** Drops what the user left empty, inside objects and lists too: HighLevel refuses `attachments: []`. */
export function removeEmpty(values: IDataObject): IDataObject {
	const kept: IDataObject = {};
	for (const [name, value] of Object.entries(values)) {
		const tidied = isPlain(value) ? removeEmpty(value) : value;
		if (!isEmpty(tidied)) kept[name] = tidied;
	}
	return kept;
}

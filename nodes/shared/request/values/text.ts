import { ParameterError } from '../errors';
import { isEmpty } from './values';

/** A value for an error message, e.g. `a list: [1,2]`. */
function describeValue(value: unknown): string {
	const json = String(JSON.stringify(value)).slice(0, 100);
	if (Array.isArray(value)) return `a list: ${json}`;
	return typeof value === 'object' ? `an object: ${json}` : String(value);
}

/** The ISO 8601 text of a `Date` or of n8n's DateTime; undefined for other values. */
function isoText(value: unknown): string | undefined {
	const { toJSON } = value as { toJSON?: unknown };
	if (typeof toJSON !== 'function') return undefined;
	const json: unknown = toJSON.call(value);
	return typeof json === 'string' ? json : undefined;
}

/**
 * Converts a text field's value: numbers and dates become text, empty values stay as they are. `label` is the field's label,
 * in quotes. Throws a `ParameterError` for anything else, e.g. the object of an expression that lacks `.name` at its end.
 */
export function stringOf(value: unknown, label: string): unknown {
	if (typeof value === 'string' || isEmpty(value)) return value;
	if (typeof value === 'bigint' || Number.isFinite(value)) return String(value);
	const date = isoText(value);
	if (date !== undefined) return date;
	throw new ParameterError(
		`${label} must be text, but is ${describeValue(value)}`,
		'Check the expression: it must return text or a number.',
	);
}

/** An ID for the path of a URL, percent-encoded. Throws a `ParameterError` if it is empty, or `.` or `..`. */
export function pathId(value: unknown, label: string): string {
	const id = isEmpty(value) ? '' : String(stringOf(value, label)).trim();
	if (id === '') {
		throw new ParameterError(`${label} is empty`, 'Enter a value, or check the expression.');
	}
	if (id === '.' || id === '..') throw new ParameterError(`${label} is not an ID: ${id}`);
	return encodeURIComponent(id);
}

import { ParameterError } from '../errors';
import { isEmpty } from './values';

function describeValue(value: unknown): string {
	const json = String(JSON.stringify(value)).slice(0, 100);
	if (Array.isArray(value)) return `a list: ${json}`;
	return typeof value === 'object' ? `an object: ${json}` : String(value);
}

/** A date, n8n's own too, is sent as JSON writes it: ISO 8601. */
function dateIn(value: unknown): string | undefined {
	const { toJSON } = value as { toJSON?: unknown };
	if (typeof toJSON !== 'function') return undefined;
	const json: unknown = toJSON.call(value);
	return typeof json === 'string' ? json : undefined;
}

/**
 * What a text field sends: numbers and dates become text, what is empty stays as it is. `label` is the field's, in quotes.
 * Throws a `ParameterError` for anything else, which expressions bring where they lack a `.name` at their end.
 */
export function stringOf(value: unknown, label: string): unknown {
	if (typeof value === 'string' || isEmpty(value)) return value;
	if (typeof value === 'bigint' || Number.isFinite(value)) return String(value);
	const date = dateIn(value);
	if (date !== undefined) return date;
	throw new ParameterError(
		`${label} must be text, but is ${describeValue(value)}`,
		'Check the expression: it must return text or a number.',
	);
}

/**
 * An id for a path, percent-encoded. Throws a `ParameterError` where it is missing, blank, or would climb the path.
 */
export function pathId(value: unknown, label: string): string {
	const id = isEmpty(value) ? '' : String(stringOf(value, label)).trim();
	if (id === '') {
		throw new ParameterError(`${label} is empty`, 'Enter a value, or check the expression.');
	}
	if (id === '.' || id === '..') throw new ParameterError(`${label} is not an ID: ${id}`);
	return encodeURIComponent(id);
}

import { ParameterError } from '../errors';
import { parseList, splitAtCommas, splitOutsideQuotes, splitUrls } from './lists';
import { stringOf } from './text';
import { timestampFrom } from './timestamp';
import { tryOr, isEmpty, isPlain } from './values';
import type { ConverterContext, Converter } from './values';
import { SECOND_MS } from '../../time';

const trimmed = (part: unknown) => (typeof part === 'string' ? part.trim() : part);

/** A list whose items may also be objects, which some newer endpoints accept. Strings are trimmed. */
export const anyList: Converter = (value) => parseList(value, splitOutsideQuotes).map(trimmed);

/** A list of strings. Numbers and dates become strings; anything else is rejected. */
export const stringList: Converter = (value, { label }) =>
	parseList(value, splitOutsideQuotes).map((part) => trimmed(stringOf(part, label)));

/** A string. Numbers and dates become strings; anything else is rejected. */
export const text: Converter = (value, { label }) => stringOf(value, label);

/** Several strings as one, separated by commas, for query parameters. */
export const commaList: Converter = (value, { label }) =>
	parseList(value, splitAtCommas)
		.map((part) => trimmed(stringOf(part, label)))
		.join(',');

/** A list of at most `max` http or https URLs. A text is split by `splitUrls`. */
export const urls =
	(max: number): Converter =>
	(value, { label }) => {
		const list = parseList(value, splitUrls).map(trimmed);
		for (const url of list) {
			if (typeof url !== 'string' || !/^https?:\/\/[^\s/]+/i.test(url) || !URL.canParse(url)) {
				throw new ParameterError(
					`${label} contains an invalid URL: ${String(url).slice(0, 100)}`,
					"Enter a public http(s) URL. To send a file from n8n, use 'Attach Files' or upload it first.",
				);
			}
		}
		if (list.length > max) {
			throw new ParameterError(`${label} has too many URLs: ${list.length} (max ${max})`);
		}
		return list;
	};

/** A number. Undefined if the value is empty; anything else is rejected. */
export const number: Converter = (value, { label }) => {
	if (isEmpty(value)) return undefined;
	const result = typeof value === 'boolean' ? Number.NaN : Number(value);
	if (!Number.isFinite(result)) {
		throw new ParameterError(`${label} is not a number: ${String(value).slice(0, 100)}`);
	}
	return result;
};

/** True or false, also as text (true, false, 1, 0), as expressions return them. Empty values stay as they are. */
export const boolean: Converter = (value, { label }) => {
	if (typeof value === 'boolean' || isEmpty(value)) return value;
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === '1') return true;
	if (text === 'false' || text === '0') return false;
	throw new ParameterError(`${label} must be true or false: ${text.slice(0, 100)}`);
};

/** A text of at most `max` characters. */
export const maxLength =
	(max: number): Converter =>
	(value, { label }) => {
		const length = String(value ?? '').length;
		if (length <= max) return value;
		throw new ParameterError(`${label} is too long: ${length} characters (max ${max})`);
	};

/** The value of a JSON text. Other values, e.g. of an expression, and empty texts stay as they are. */
export const json: Converter = (value, { label }) => {
	if (typeof value !== 'string' || value.trim() === '') return value;
	const parsed = tryOr(() => JSON.parse(value) as unknown);
	if (parsed === undefined)
		throw new ParameterError(`${label} is not valid JSON: ${value.slice(0, 100)}`);
	return parsed;
};

/** A date in ms since 1970, in any format that `timestampFrom` reads. Throws a `ParameterError` for anything else. */
function requiredTimestamp(value: unknown, { label, timezone }: ConverterContext): number {
	const timestamp = timestampFrom(value, timezone);
	if (timestamp !== undefined) return timestamp;
	const text = isPlain(value) ? JSON.stringify(value) : String(value);
	throw new ParameterError(
		`${label} is not a date: ${text.slice(0, 100)}`,
		'Enter a date in ISO 8601 format (2026-01-31T09:00:00Z) or a Unix timestamp in seconds or milliseconds.',
	);
}

/** A date as seconds since 1970, for scheduled messages. Must be in the future: HighLevel would send at once otherwise. */
export const futureEpochSeconds: Converter = (value, field) => {
	if (isEmpty(value)) return undefined;
	const ms = requiredTimestamp(value, field);
	if (ms <= Date.now()) {
		throw new ParameterError(
			`${field.label} is in the past: ${new Date(ms).toISOString()}`,
			'Choose a later time, or remove the field to send now.',
		);
	}
	return Math.ceil(ms / SECOND_MS);
};

/** A date as ms since 1970. */
export const epochMs: Converter = (value, field) =>
	isEmpty(value) ? undefined : requiredTimestamp(value, field);

/** A date in ISO 8601 format, in UTC. */
export const isoDate: Converter = (value, field) =>
	isEmpty(value) ? undefined : new Date(requiredTimestamp(value, field)).toISOString();

/** A value that must not be empty. A text is trimmed. */
export const required: Converter = (value, { label }) => {
	if (isEmpty(value))
		throw new ParameterError(`${label} is empty`, 'Enter a value, or check the expression.');
	return typeof value === 'string' ? value.trim() : value;
};

/** A value that must not be empty and keeps its white space, e.g. the text of a message. */
export const requiredUntrimmed: Converter = (value, field) => {
	required(value, field);
	return value;
};

/** Applies several converters, one after the other. */
export const pipe =
	(...converters: Converter[]): Converter =>
	(value, field) =>
		converters.reduce((current, convert) => convert(current, field), value);

/** The sort value after which a list continues: a number stays as it is (e.g. a score), a date becomes ms since 1970. */
export const sortValue: Converter = (value, field) => {
	if (isEmpty(value)) return undefined;
	const number = Number(value);
	const isNumber = typeof value !== 'object' && Number.isFinite(number);
	return isNumber ? number : requiredTimestamp(value, field);
};

import { ParameterError } from '../errors';
import { parseList, splitAtCommas, splitOutsideQuotes, splitUrls } from './lists';
import { stringOf } from './text';
import { timestampFrom } from './timestamp';
import { tryOr, isEmpty, isPlain } from './values';
import type { ConverterContext, Converter } from './values';

const trimmed = (part: unknown) => (typeof part === 'string' ? part.trim() : part);

/** Text values; members that are objects pass as they are (newer replies of the API take objects in some lists). */
export const anyList: Converter = (value) => parseList(value, splitOutsideQuotes).map(trimmed);

/** Text values alone: numbers become text, anything else is refused. */
export const stringList: Converter = (value, { label }) =>
	parseList(value, splitOutsideQuotes).map((part) => trimmed(stringOf(part, label)));

/** One text: numbers become text, anything else is refused. For texts inside of forms that are sent as a whole. */
export const string: Converter = (value, { label }) => stringOf(value, label);

/** Several values in one text, as the query parameters of the lists take them. */
export const commaList: Converter = (value, { label }) =>
	parseList(value, splitAtCommas)
		.map((part) => trimmed(stringOf(part, label)))
		.join(',');

/** At most `most` addresses of files, each http or https. How a text is split: see `splitUrls`. */
export const urls =
	(max: number): Converter =>
	(value, { label }) => {
		const found = parseList(value, splitUrls).map(trimmed);
		for (const url of found) {
			if (typeof url !== 'string' || !/^https?:\/\/[^\s/]+/i.test(url) || !URL.canParse(url)) {
				throw new ParameterError(
					`${label} contains an invalid URL: ${String(url).slice(0, 100)}`,
					"Enter a public http(s) URL. To send a file from n8n, use 'Attach Files' or upload it first.",
				);
			}
		}
		if (found.length > max) {
			throw new ParameterError(`${label} has too many URLs: ${found.length} (max ${max})`);
		}
		return found;
	};

export const number: Converter = (value, { label }) => {
	if (isEmpty(value)) return undefined;
	const found = typeof value === 'boolean' ? Number.NaN : Number(value);
	if (!Number.isFinite(found)) {
		throw new ParameterError(`${label} is not a number: ${String(value).slice(0, 100)}`);
	}
	return found;
};

export const boolean: Converter = (value, { label }) => {
	if (typeof value === 'boolean' || isEmpty(value)) return value;
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === '1') return true;
	if (text === 'false' || text === '0') return false;
	throw new ParameterError(`${label} must be true or false: ${text.slice(0, 100)}`);
};

export const maxLength =
	(most: number): Converter =>
	(value, { label }) => {
		const length = String(value ?? '').length;
		if (length <= most) return value;
		throw new ParameterError(`${label} is too long: ${length} characters (max ${most})`);
	};

export const json: Converter = (value, { label }) => {
	if (typeof value !== 'string' || value.trim() === '') return value;
	const parsed = tryOr(() => JSON.parse(value) as unknown);
	if (parsed === undefined)
		throw new ParameterError(`${label} is not valid JSON: ${value.slice(0, 100)}`);
	return parsed;
};

/** Milliseconds since 1970 from any way of writing a date, see `timestampFrom`. Throws a `ParameterError` for anything else. */
function requiredTimestamp(value: unknown, { label, timezone }: ConverterContext): number {
	const found = timestampFrom(value, timezone);
	if (found !== undefined) return found;
	const given = isPlain(value) ? JSON.stringify(value) : String(value);
	throw new ParameterError(
		`${label} is not a date: ${given.slice(0, 100)}`,
		'Enter a date in ISO 8601 format (2026-01-31T09:00:00Z) or a Unix timestamp in seconds or milliseconds.',
	);
}

/** Seconds since 1970, as scheduling takes them. A moment that has passed would send at once, so it is refused. */
export const futureEpochSeconds: Converter = (value, field) => {
	if (isEmpty(value)) return undefined;
	const ms = requiredTimestamp(value, field);
	if (ms <= Date.now()) {
		throw new ParameterError(
			`${field.label} is in the past: ${new Date(ms).toISOString()}`,
			'Choose a later time, or remove the field to send now.',
		);
	}
	return Math.ceil(ms / 1000);
};

export const epochMs: Converter = (value, field) =>
	isEmpty(value) ? undefined : requiredTimestamp(value, field);

/** ISO 8601 in UTC. */
export const isoDate: Converter = (value, field) =>
	isEmpty(value) ? undefined : new Date(requiredTimestamp(value, field)).toISOString();

/** A value that must be there. */
export const required: Converter = (value, { label }) => {
	if (isEmpty(value))
		throw new ParameterError(`${label} is empty`, 'Enter a value, or check the expression.');
	return typeof value === 'string' ? value.trim() : value;
};

/** A value that must be there and keeps its white space, e.g. the text of a message. */
export const requiredUntrimmed: Converter = (value, field) => {
	required(value, field);
	return value;
};

/** One rule after the other. */
export const pipe =
	(...rules: Converter[]): Converter =>
	(value, field) =>
		rules.reduce((current, rule) => rule(current, field), value);

/** A sort value to continue after: a number as it is (scores sort too), any date as milliseconds. */
export const sortValue: Converter = (value, field) => {
	if (isEmpty(value)) return undefined;
	const found = Number(value);
	return typeof value !== 'object' && Number.isFinite(found) ? found : requiredTimestamp(value, field);
};

import { isEmpty, tryOr } from './values';

/** Splits a text into the items of a list. Must take linear time, because texts can be long. */
export type Split = (text: string) => string[];

const SEPARATORS = ',\n';

/** Splits at commas and line breaks, except inside quotes: `"Doe, Jane" <jane@example.com>`. */
export function splitOutsideQuotes(text: string): string[] {
	const quoteCount = text.split('"').length - 1;
	const parts: string[] = [];
	let start = 0;
	let quotesBefore = 0;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '"') quotesBefore++;
		// Count the quotes that follow: this way an opening quote that is never closed has no effect.
		else if (SEPARATORS.includes(character) && (quoteCount - quotesBefore) % 2 === 0) {
			parts.push(text.slice(start, at));
			start = at + 1;
		}
	}
	return [...parts, text.slice(start)];
}

export const splitAtCommas: Split = (text) => text.split(',');

const URL_ENTITIES = new Map(Object.entries({ amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' }));

/** Decodes the HTML entities that HighLevel's merge fields write into URLs, e.g. `&#x3D;` to `=`. */
function decodeUrlEntities(text: string): string {
	return text.replace(
		/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|apos|gt|lt|quot));/gi,
		(whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
			if (name !== undefined) return URL_ENTITIES.get(name.toLowerCase()) ?? whole;
			const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
			return code > 32 && code < 127 ? String.fromCharCode(code) : whole;
		},
	);
}

/** Whether a character can separate two URLs. */
const isSeparator = (character: string | undefined) =>
	character !== undefined && (',;|'.includes(character) || character.trim() === '');

function withoutTrailingSeparators(text: string): string {
	let end = text.length;
	while (end > 0 && isSeparator(text[end - 1])) end--;
	return text.slice(0, end);
}

/** Splits before each URL that follows a separator. Separators elsewhere stay: they may be part of a URL. */
function splitBeforeUrls(text: string): string[] {
	const parts: string[] = [];
	let start = 0;
	for (const { index } of text.matchAll(/https?:\/\//gi)) {
		if (!isSeparator(text[index - 1])) continue;
		parts.push(withoutTrailingSeparators(text.slice(start, index)));
		start = index;
	}
	return [...parts, text.slice(start)];
}

/**
 * Splits a text into URLs: at line breaks, at `|||` (between the files of HighLevel's merge fields), and at commas,
 * semicolons, pipes and white space before another URL. Decodes HTML entities.
 */
export const splitUrls: Split = (text) =>
	decodeUrlEntities(text)
		.split(/\|\|\||\r|\n/)
		.flatMap(splitBeforeUrls);

/**
 * Converts a parameter's value to a list: an array, a JSON array as text, or a text that `split` splits. The items of an
 * array can be any of these, because each can be an expression.
 */
export function parseList(value: unknown, split: Split): unknown[] {
	if (Array.isArray(value)) return value.flatMap((part) => parseList(part, split));
	if (typeof value !== 'string') return isEmpty(value) ? [] : [value];
	const text = value.trim();
	const parsed = text.startsWith('[') ? tryOr(() => JSON.parse(text) as unknown) : undefined;
	if (Array.isArray(parsed)) return parseList(parsed, split);
	return split(text).flatMap((part) => part.trim() || []);
}

/** The file URLs in a value, see `splitUrls`. Values other than text are ignored. */
export const urlsIn = (value: unknown): string[] =>
	parseList(value, splitUrls).filter((each): each is string => typeof each === 'string');

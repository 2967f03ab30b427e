import { isEmpty, tryOr } from './values';

/** Cuts a text into the members of a list. In linear time, for texts can be long. */
export type Split = (text: string) => string[];

const SEPARATORS = ',\n';

/** Splits at commas and line breaks, except inside of quotes: `"Doe, Jane" <jane@example.com>`. */
export function splitOutsideQuotes(text: string): string[] {
	const quotes = text.split('"').length - 1;
	const parts: string[] = [];
	let start = 0;
	let seen = 0;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '"') seen++;
		// Counted from the end, so that a quote that is never closed keeps nothing together.
		else if (SEPARATORS.includes(character) && (quotes - seen) % 2 === 0) {
			parts.push(text.slice(start, at));
			start = at + 1;
		}
	}
	return [...parts, text.slice(start)];
}

export const splitAtCommas: Split = (text) => text.split(',');

const ENTITIES = new Map(Object.entries({ amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' }));

/** The characters for the HTML entities that HighLevel's merge fields write into addresses, e.g. `&#x3D;` for `=`. */
function withoutEntities(text: string): string {
	return text.replace(
		/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|apos|gt|lt|quot));/gi,
		(whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
			if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
			const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
			return code > 32 && code < 127 ? String.fromCharCode(code) : whole;
		},
	);
}

const isBetweenUrls = (character: string | undefined) =>
	character !== undefined && (',;|'.includes(character) || character.trim() === '');

function withoutEnd(text: string): string {
	let end = text.length;
	while (end > 0 && isBetweenUrls(text[end - 1])) end--;
	return text.slice(0, end);
}

/** Cuts before each address that follows a comma, a semicolon or white space: all of these may be a part of an address. */
function splitBeforeUrls(text: string): string[] {
	const parts: string[] = [];
	let start = 0;
	for (const { index } of text.matchAll(/https?:\/\//gi)) {
		if (!isBetweenUrls(text[index - 1])) continue;
		parts.push(withoutEnd(text.slice(start, index)));
		start = index;
	}
	return [...parts, text.slice(start)];
}

/**
 * Splits addresses at line breaks, at `|||` as HighLevel's merge fields write several files, and at commas, semicolons
 * and white space that another address follows. HTML entities become the characters that they stand for.
 */
export const splitUrls: Split = (text) =>
	withoutEntities(text)
		.split(/\|\|\||\r|\n/)
		.flatMap(splitBeforeUrls);

/**
 * A list from what the user gave: several values, an expression's array, or a text that `split` cuts or that is JSON;
 * each of several values may be any of these, for the editor takes expressions there.
 */
export function parseList(value: unknown, split: Split): unknown[] {
	if (Array.isArray(value)) return value.flatMap((part) => parseList(part, split));
	if (typeof value !== 'string') return isEmpty(value) ? [] : [value];
	const text = value.trim();
	const parsed = text.startsWith('[') ? tryOr(() => JSON.parse(text) as unknown) : undefined;
	if (Array.isArray(parsed)) return parseList(parsed, split);
	return split(text).flatMap((part) => part.trim() || []);
}

/** The addresses of files in a value of HighLevel's or the user's, see `splitUrls`; what is not text is left out. */
export const urlsIn = (value: unknown): string[] =>
	parseList(value, splitUrls).filter((each): each is string => typeof each === 'string');

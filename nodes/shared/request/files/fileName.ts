/** File systems take no longer names, in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;
/** A longer ending is not the type of a file but a part of its name. */
const MAX_ENDING_BYTES = 32;
/** Control characters, line breaks of all kinds, and marks that turn the direction of a text so that it reads otherwise. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');

/** The beginning of a text that has at most so many bytes, whole characters only. */
function beginning(text: string, maxBytes: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		bytes += bytesOf(character);
		if (bytes > maxBytes) break;
		end += character.length;
	}
	return text.slice(0, end);
}

/** A name in two parts: `a.tar.gz` is `a.tar` and `.gz`. */
export function splitName(name: string): [stem: string, ending: string] {
	const dot = name.lastIndexOf('.');
	const ending = dot >= 0 ? name.slice(dot) : '';
	return bytesOf(ending) > MAX_ENDING_BYTES
		? [name, '']
		: [name.slice(0, name.length - ending.length), ending];
}

/** `stem` and `ending` as one name of at most 255 bytes: what is too long is taken from the stem. */
export const joinName = (stem: string, ending: string): string =>
	`${beginning(stem, MAX_NAME_BYTES - bytesOf(ending))}${ending}`;

/**
 * A name that every file system takes: without folders, control characters and line breaks, at most 255 bytes long, its
 * ending kept. Undefined if nothing is left of it.
 */
export function safeFileName(name: unknown): string | undefined {
	if (typeof name !== 'string') return undefined;
	const [last] = name.replace(UNSAFE, '').split(/[/\\]/).slice(-1);
	const clean = joinName(...splitName(last.trim()));
	return clean === '' || clean === '.' || clean === '..' ? undefined : clean;
}

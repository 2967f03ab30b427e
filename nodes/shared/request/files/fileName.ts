/** Max length of a file name that common file systems accept, in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;
/** A longer extension is not a file type but part of the name. */
const MAX_EXTENSION_BYTES = 32;
/** Control characters, line breaks, and bidirectional marks that could make a name look like another. */
const UNSAFE_CHARACTERS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const byteLengthOf = (text: string) => Buffer.byteLength(text, 'utf8');

/** The beginning of a text, at most `maxBytes` bytes long, without half characters. */
function cutToBytes(text: string, maxBytes: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		bytes += byteLengthOf(character);
		if (bytes > maxBytes) break;
		end += character.length;
	}
	return text.slice(0, end);
}

/** Splits a name into stem and extension: `a.tar.gz` into `a.tar` and `.gz`. */
export function splitName(name: string): [stem: string, extension: string] {
	const dot = name.lastIndexOf('.');
	const extension = dot >= 0 ? name.slice(dot) : '';
	return byteLengthOf(extension) > MAX_EXTENSION_BYTES
		? [name, '']
		: [name.slice(0, name.length - extension.length), extension];
}

/** Joins stem and extension to a name of at most 255 bytes; a stem that is too long is cut. */
export const joinName = (stem: string, extension: string): string =>
	`${cutToBytes(stem, MAX_NAME_BYTES - byteLengthOf(extension))}${extension}`;

/**
 * Makes a name safe for every file system: without folders, control characters and line breaks, at most 255 bytes long,
 * with its extension. Undefined if nothing is left.
 */
export function safeFileName(name: unknown): string | undefined {
	if (typeof name !== 'string') return undefined;
	const [last] = name.replace(UNSAFE_CHARACTERS, '').split(/[/\\]/).slice(-1);
	const clean = joinName(...splitName(last.trim()));
	return clean === '' || clean === '.' || clean === '..' ? undefined : clean;
}

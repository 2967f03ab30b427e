/** A file of a submitted form. */
export interface Upload {
	/** Path on n8n's server. */
	path: string;
	/** Name on the sender's device; empty if there is none. */
	name: string;
	/** Media type, as the sender declares it; may be empty. */
	mimetype: string;
	/** In bytes. */
	size: number;
}

/** n8n's multipart parser saves uploads under random names of 25 letters and digits, without an extension. */
const RANDOM_NAME = /^[a-z0-9]{20,40}$/;
const ABSOLUTE_PATH = /^(?:\/|[A-Za-z]:\\)/;
const MAX_NAME_LENGTH = 200;

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a path has the format of an upload. Does not access the file, so that the response never reveals which files exist. */
function isUploadPath(path: string, name: unknown): boolean {
	const segments = path.split(/[\\/]/);
	const last = segments[segments.length - 1];
	const matches = name === undefined || name === '' || name === last;
	return ABSOLUTE_PATH.test(path) && !segments.includes('..') && RANDOM_NAME.test(last) && matches;
}

/** A file name without control characters, and of a length that file systems allow. */
const safeName = (name: unknown): string =>
	isText(name) ? name.replace(/\p{Cc}/gu, '').slice(-MAX_NAME_LENGTH) : '';

/** Reads a file from n8n's multipart parser; undefined if the value has another format. */
export function uploadFrom(value: unknown): Upload | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { filepath, newFilename, originalFilename, mimetype, size } = value as Record<
		string,
		unknown
	>;
	if (!isText(filepath) || !isUploadPath(filepath, newFilename)) return undefined;
	if (typeof size !== 'number') return undefined;
	return {
		path: filepath,
		name: safeName(originalFilename),
		mimetype: isText(mimetype) ? mimetype : '',
		size,
	};
}

/** A file that came with a submission. */
export interface Upload {
	/** Where n8n's server has put it. */
	path: string;
	/** Its name on the sender's device; empty if there is none. */
	name: string;
	/** As the sender declares it; may be empty. */
	mimetype: string;
	/** Bytes. */
	size: number;
}

/** n8n's multipart parser writes uploads under random names of 25 letters and digits, without an extension. */
const RANDOM_NAME = /^[a-z0-9]{20,40}$/;
const ABSOLUTE_PATH = /^(?:\/|[A-Za-z]:\\)/;
const MAX_NAME_LENGTH = 200;

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a path can be that of an upload. This looks at the path only, so no answer depends on whether a file exists. */
function isUploadPath(path: string, name: unknown): boolean {
	const segments = path.split(/[\\/]/);
	const last = segments[segments.length - 1];
	const matches = name === undefined || name === '' || name === last;
	return ABSOLUTE_PATH.test(path) && !segments.includes('..') && RANDOM_NAME.test(last) && matches;
}

/** A name without control characters and of a length that file systems take. */
const safeName = (name: unknown): string =>
	isText(name) ? name.replace(/\p{Cc}/gu, '').slice(-MAX_NAME_LENGTH) : '';

/** Reads what n8n's multipart parser hands on as a file; undefined if it cannot come from there. */
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

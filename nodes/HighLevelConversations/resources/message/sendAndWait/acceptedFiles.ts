import { ParameterError } from '../../../../shared/request';
import type { Upload } from './upload';

/** Lower-case file extensions with their dot, and media types such as `image/png` and `image/*`. Empty lists accept any file. */
export interface AcceptedFiles {
	extensions: string[];
	mediaTypes: string[];
}

export const ANY_FILE: AcceptedFiles = { extensions: [], mediaTypes: [] };

/** A file extension, with or without the dot. */
const EXTENSION = /^\.?[a-z0-9][a-z0-9_+-]{0,30}$/;
/** A media type without its subtype. */
const MEDIA_TYPE_GROUP = /^(?:audio|font|image|text|video)$/;
const COMPOUND_EXTENSION = /^\.[a-z0-9_+-]{1,30}(?:\.[a-z0-9_+-]{1,30})+$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+_-]{0,60}\/(?:\*|[a-z0-9][a-z0-9.+_-]{0,80})$/;
/** Entries that accept any file. */
const ANY_FILE_PATTERNS = ['*', '*/*', '.*', '*.*'];

/** Media types that senders use if they do not know the type of a file. */
const GENERIC_MEDIA_TYPES = ['', 'application/octet-stream'];

const MEDIA_TYPES_BY_EXTENSION: Record<string, string> = {
	'.avif': 'image/avif',
	'.csv': 'text/csv',
	'.doc': 'application/msword',
	'.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'.gif': 'image/gif',
	'.heic': 'image/heic',
	'.jpeg': 'image/jpeg',
	'.jpg': 'image/jpeg',
	'.m4a': 'audio/mp4',
	'.mov': 'video/quicktime',
	'.mp3': 'audio/mpeg',
	'.mp4': 'video/mp4',
	'.ogg': 'audio/ogg',
	'.pdf': 'application/pdf',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain',
	'.wav': 'audio/wav',
	'.webm': 'video/webm',
	'.webp': 'image/webp',
	'.xls': 'application/vnd.ms-excel',
	'.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	'.zip': 'application/zip',
};

/**
 * Parses a list of file extensions and media types, separated by commas, semicolons or spaces: `.pdf`, `pdf`, `image/png`, `image/*`.
 * `place` names the form element in errors. Throws a `ParameterError` for any other entry, because no file would match it.
 */
export function acceptedFilesFrom(text: string, place: string): AcceptedFiles {
	const accepted: AcceptedFiles = { extensions: [], mediaTypes: [] };
	const entries = text
		.toLowerCase()
		.split(/[,;\s]+/)
		.filter((entry) => entry !== '');
	if (entries.some((entry) => ANY_FILE_PATTERNS.includes(entry))) return ANY_FILE;
	for (const given of entries) {
		const entry = given.replace(/^\*\./, '.');
		if (MEDIA_TYPE_GROUP.test(entry)) accepted.mediaTypes.push(`${entry}/*`);
		else if (MEDIA_TYPE.test(entry)) accepted.mediaTypes.push(entry);
		else if (EXTENSION.test(entry)) accepted.extensions.push(entry.replace(/^\.?/, '.'));
		else if (COMPOUND_EXTENSION.test(entry)) accepted.extensions.push(entry);
		else {
			throw new ParameterError(
				`'Accepted File Types' of ${place} contains '${given.slice(0, 50)}', which is not a file type`,
				'Enter extensions such as .pdf or media types such as image/*, separated by commas.',
			);
		}
	}
	return accepted;
}

/** The accepted types for the `accept` attribute and for error messages; empty for any file. */
export const acceptedTypes = ({ extensions, mediaTypes }: AcceptedFiles): string[] => [
	...extensions,
	...mediaTypes,
];

/** The declared media type or, if it is a generic one, the usual media type of the file extension. */
function mediaTypeOf(name: string, declared: string): string {
	if (!GENERIC_MEDIA_TYPES.includes(declared)) return declared;
	const extension = /\.[^.]*$/.exec(name.slice(-40))?.[0] ?? '';
	return Object.hasOwn(MEDIA_TYPES_BY_EXTENSION, extension)
		? MEDIA_TYPES_BY_EXTENSION[extension]
		: declared;
}

/** Whether a file has one of the accepted extensions or media types. */
export function isAccepted(
	{ extensions, mediaTypes }: AcceptedFiles,
	{ name, mimetype }: Upload,
): boolean {
	if (extensions.length === 0 && mediaTypes.length === 0) return true;
	const lowerCaseName = name.toLowerCase();
	if (extensions.some((extension) => lowerCaseName.endsWith(extension))) return true;
	const mediaType = mediaTypeOf(lowerCaseName, mimetype.split(';')[0].trim().toLowerCase());
	return mediaTypes.some((accepted) =>
		accepted.endsWith('/*') ? mediaType.startsWith(accepted.slice(0, -1)) : mediaType === accepted,
	);
}

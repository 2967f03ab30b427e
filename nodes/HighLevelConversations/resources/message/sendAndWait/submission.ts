import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { uploadFrom } from './upload';
import type { Upload } from './upload';

/** A submitted form, by the names of its inputs. */
export interface Submission {
	texts(name: string): string[];
	files(name: string): Upload[];
	/** Whether an input has a value that is neither a text nor an uploaded file. */
	isMalformed(name: string): boolean;
}

/** The name of a field's input. */
export const inputName = (index: number) => `field-${index}`;

/** The values of an object's own property, as a list. */
function valuesIn(values: unknown, name: string): unknown[] {
	if (typeof values !== 'object' || values === null || !Object.hasOwn(values, name)) return [];
	const value = (values as IDataObject)[name] as unknown;
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? value : [value];
}

/** Older versions of n8n pass on an empty file input as an empty file without a name. */
const isBlank = ({ size, name }: Upload) => size === 0 && name === '';

/** The media type of the request, by which n8n chooses its parser. */
function contentTypeOf(context: IWebhookFunctions): string | undefined {
	const { contentType, headers } = context.getRequestObject();
	return contentType ?? headers['content-type']?.split(';')[0].toLowerCase();
}

/**
 * Reads a submitted form. Returns undefined unless n8n's multipart parser has read the request: a body of any other type could contain
 * the path of any file of the server in `files`.
 */
export function submissionFrom(context: IWebhookFunctions): Submission | undefined {
	if (contentTypeOf(context) !== 'multipart/form-data') return undefined;
	const { data, files } = context.getBodyData();
	return {
		texts: (name) =>
			valuesIn(data, name)
				.filter((value) => typeof value === 'string')
				// Browsers send CRLF line breaks.
				.map((text) => text.replaceAll('\r\n', '\n')),
		files: (name) =>
			valuesIn(files, name)
				.map(uploadFrom)
				.filter((file) => file !== undefined)
				.filter((file) => !isBlank(file)),
		isMalformed: (name) =>
			valuesIn(data, name).some((value) => typeof value !== 'string') ||
			valuesIn(files, name).some((value) => uploadFrom(value) === undefined),
	};
}

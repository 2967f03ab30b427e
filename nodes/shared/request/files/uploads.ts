import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ApiError } from '../errors';
import { HOUR_MS } from '../../time';
import { secureFileSlug } from './attachments';
import { inputFiles, MAX_FILE_BYTES, readFile } from './inputFiles';
import type { InputFile } from './inputFiles';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { itemWith, outputItem } from '../responses';
import { isEmpty } from '../values';

/** Name of the parameter with the files, and its label in the editor. */
export interface FileParameter {
	name: string;
	label: string;
}

/** How long HighLevel's secure files are public, in ms. */
const PUBLIC_MS = HOUR_MS;

/** An uploaded file with its URL; for a secure file also the time at which the URL stops being public. */
const withExpiry = <T extends { url: string }>(file: T, publicUntil: string): IDataObject =>
	secureFileSlug(file.url) === undefined ? { ...file } : { ...file, publicUntil };

/** Max number of files per request. */
const MAX_FILES_PER_REQUEST = 5;

/**
 * The URLs in the response to an upload, by file name. Throws an `ApiError` if there are fewer than `min`: a file
 * without a URL would be missing from the message unnoticed.
 */
export function uploadedFiles(body: unknown, min = 1): Array<{ fileName: string; url: string }> {
	const entries = Object.entries((body as IDataObject).uploadedFiles ?? {});
	const uploaded = entries.filter((pair): pair is [string, string] => !isEmpty(pair[1]));
	if (uploaded.length >= min) return uploaded.map(([fileName, url]) => ({ fileName, url }));
	throw new ApiError({
		kind: 'invalidResponse',
		title: `HighLevel returned only ${uploaded.length} of ${min} file URLs`,
		advice: 'Try again later, or upload the files one by one.',
	});
}

/** The multipart body: the fields of `body`, then the files under the key `field`. */
async function multipartForm(
	item: ItemContext,
	field: string,
	files: InputFile[],
	body: IDataObject,
): Promise<FormData> {
	const form = new FormData();
	for (const [name, value] of Object.entries(body)) {
		for (const part of Array.isArray(value) ? value : [value]) form.append(name, String(part));
	}
	for (const file of files) {
		const bytes = await readFile(item, file, MAX_FILE_BYTES);
		form.append(field, new Blob([new Uint8Array(bytes)], { type: file.type }), file.name);
	}
	return form;
}

/** Uploads files as multipart requests, under the key `field`, with the item's body. Returns one item per file. */
export const uploadResponse =
	(options: { field: string; files: FileParameter }): ResponseHandler =>
	async (item) => {
		const { name, label } = options.files;
		const files = await inputFiles(item, item.parameter(name), label, MAX_FILE_BYTES);
		const filesPerRequest = item.body.isGroupSms === true ? 1 : MAX_FILES_PER_REQUEST;
		const items: INodeExecutionData[] = [];
		for (let first = 0; first < files.length; first += filesPerRequest) {
			const batch = files.slice(first, first + filesPerRequest);
			// URLs for HighLevel to download are sent with the first request only.
			const fields = first === 0 ? item.body : { ...item.body, attachmentUrls: [] };
			const form = await multipartForm(item, options.field, batch, fields);
			const publicUntil = new Date(Date.now() + PUBLIC_MS).toISOString();
			const { body } = await item.request({ body: form });
			const sids = (body as IDataObject).twilioMediaSids;
			const uploaded = uploadedFiles(body, batch.length).map((file, index) =>
				Array.isArray(sids) ? { ...file, twilioMediaSid: sids[index] as string } : file,
			);
			items.push(...uploaded.map((file) => outputItem(item, withExpiry(file, publicUntil))));
		}
		return items;
	};

/** How an item's files are uploaded before it is sent. */
export interface AttachOptions {
	/** Path of the upload endpoint. */
	path: string;
	/** Key of the files in the form. */
	field: string;
	files: FileParameter;
	/** Fields of the item's body that the upload requires as well. */
	bodyFields: string[];
	/** The field of the item's body to add the URLs to. */
	urlField: string;
}

/** Uploads an item's files and adds their URLs to its body, then runs `response`. */
export const withUploadedFiles =
	(options: AttachOptions, response: ResponseHandler): ResponseHandler =>
	async (item) => {
		const names = item.parameter(options.files.name);
		if (isEmpty(names)) return await response(item);
		const files = await inputFiles(item, names, options.files.label, MAX_FILE_BYTES);
		const fields: IDataObject = { locationId: item.requireLocationId() };
		for (const name of options.bodyFields) fields[name] = item.body[name];
		const form = await multipartForm(item, options.field, files, fields);
		const upload = async () =>
			await uploadStep('uploading the files', async () => {
				const { body } = await item.request({ path: options.path, body: form });
				return uploadedFiles(body, files.length);
			});
		const uploaded = await item.sendOnlyOnce('upload', upload);
		const urls = uploaded.map(({ url }) => url);
		const ownUrls = (item.body[options.urlField] ?? []) as string[];
		const body = { ...item.body, [options.urlField]: [...ownUrls, ...urls] };
		const request: ItemContext['request'] = async (call = {}) =>
			await item.request({ body, ...call });
		return await response(itemWith(item, { uploaded, body, request }));
	};

/** Runs a step of an upload and adds its name to errors. Uploading again does no harm, so nothing counts as sent. */
export async function uploadStep<T>(name: string, work: () => Promise<T>): Promise<T> {
	return await work().catch((error: unknown) => {
		if (!(error instanceof ApiError)) throw error;
		throw new ApiError({ ...error.details, step: name, nothingWasSent: true });
	});
}

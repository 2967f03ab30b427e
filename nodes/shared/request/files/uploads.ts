import type {
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';
import { ApiError } from '../errors';
import type { ApiErrorDetails } from '../errors';
import { HOUR_MS } from '../../time';
import { slugIn } from './attachments';
import { countBytes, inputFiles, MAX_FILE_BYTES, MAX_WHATSAPP_BYTES, readFile } from './inputFiles';
import type { InputFile } from './inputFiles';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { outputItem, withoutTraceId } from '../responses';
import { isEmpty } from '../values';
import {
	canceledError,
	deadlineFor,
	isSafeUploadUrl,
	isReadable,
	withDeadline,
} from '../transport';

/** Name of the parameter with the files, and its label in the editor. */
export interface FileParameter {
	name: string;
	label: string;
}

/** How long HighLevel's secure files are public, in ms. */
const PUBLIC_MS = HOUR_MS;

/** An uploaded file with its URL; for a secure file also the time at which the URL stops being public. */
const withExpiry = <T extends { url: string }>(file: T, publicUntil: string): IDataObject =>
	slugIn(file.url) === undefined ? { ...file } : { ...file, publicUntil };

/** Max number of files per request. */
const MAX_FILES_PER_REQUEST = 5;

/**
 * The URLs in the response to an upload, by file name. Throws an `ApiError` if there are fewer than `min`: a file
 * without a URL would be missing from the message unnoticed.
 */
export function uploadedFiles(body: unknown, min = 1): Array<{ fileName: string; url: string }> {
	const named = Object.entries((body as IDataObject).uploadedFiles ?? {});
	const found = named.filter((pair): pair is [string, string] => !isEmpty(pair[1]));
	if (found.length >= min) return found.map(([fileName, url]) => ({ fileName, url }));
	throw new ApiError({
		kind: 'invalidResponse',
		title: `HighLevel returned only ${found.length} of ${min} file URLs`,
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
export const uploadFiles =
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
		const itemWithFiles = {
			...item,
			uploaded,
			body: { ...item.body, [options.urlField]: [...ownUrls, ...urls] },
		};
		return await response({
			...itemWithFiles,
			request: async (call = {}) => await item.request({ body: itemWithFiles.body, ...call }),
		});
	};

/** Runs a step of an upload and adds its name to errors. Uploading again does no harm, so nothing counts as sent. */
async function uploadStep<T>(name: string, work: () => Promise<T>): Promise<T> {
	return await work().catch((error: unknown) => {
		if (!(error instanceof ApiError)) throw error;
		throw new ApiError({ ...error.details, step: name, nothingWasSent: true });
	});
}

/** The error for a response of the storage: it is about the signed URL and the bytes, never about token or fields. */
const storageError = (details: ApiErrorDetails, response: string) =>
	new ApiError({
		...details,
		title: "The upload to HighLevel's file storage failed",
		advice: `Response of the storage: ${response}. Run the node again: it gets a new upload URL, which is valid for 15 minutes.`,
	});

/** Streams a file to a signed URL of HighLevel's file storage, without the token and without following redirects. */
async function putBytes(item: ItemContext, url: string, file: InputFile): Promise<void> {
	if (!isSafeUploadUrl(url, item.session.baseUrl)) {
		throw new ApiError({
			kind: 'invalidResponse',
			title: 'HighLevel returned an invalid upload URL',
			advice:
				"The URL must start with https:// and must not point to the n8n server. Check 'API Host' in the credential.",
		});
	}
	const { helpers } = item.context;
	const { id, data } = file.binary;
	const bytes = id ? await helpers.getBinaryStream(id) : Buffer.from(data, 'base64');
	const options: IHttpRequestOptions = {
		...item.fileAccess.network,
		method: 'PUT',
		url,
		body: bytes,
		headers: { 'Content-Type': file.type, 'Content-Length': file.size },
		// To be able to follow redirects, the HTTP client would keep a copy of the whole stream.
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
	const { statusCode: status, body } = await withDeadline(
		deadlineFor(item.fileAccess.network, file.size),
		item.session.signal,
		async (abortSignal): Promise<IN8nHttpFullResponse> =>
			await helpers.httpRequest({ ...options, abortSignal }),
	)
		.catch((error: { code?: string }) => {
			if (item.session.signal?.aborted) throw canceledError();
			throw storageError({ kind: 'connectionLost' }, error.code ?? 'none');
		})
		// If the request ends early, the stream would keep the file open.
		.finally(() => {
			if (isReadable(bytes)) bytes.destroy();
		});
	if (status < 300) return;
	const code = /<Code>([^<]{1,100})<\/Code>/.exec(String(body))?.[1];
	throw storageError(
		{ kind: 'status', status },
		code ? `${status}, ${item.session.redact(code)}` : `${status}`,
	);
}

export interface LargeUploadOptions {
	files: FileParameter;
	/** Path of the request that completes the upload; the item's own path initiates it. */
	completePath: string;
	/** The channel that accepts large files. */
	largeChannel: string;
}

/** Uploads one large file: requests a signed URL, streams the file to it, and completes the upload. */
export const uploadLargeFile =
	({ files, completePath, largeChannel }: LargeUploadOptions): ResponseHandler =>
	async (item) => {
		const file = await largeFile(item, files, largeChannel);
		// HighLevel signs the URL for this size, and the storage rejects any other.
		file.size = await countBytes(item, file, maxUploadBytes(item, largeChannel));
		const { locationId, conversationId } = item.body;
		const initiated = await uploadStep('requesting the upload URL', async () => {
			const body = {
				...item.body,
				filename: file.name,
				contentType: file.type,
				fileSize: file.size,
			};
			return withoutTraceId((await item.request({ body })).body);
		});
		const { uploadUrl, uploadId, filePath } = initiated;
		await uploadStep(
			'uploading the file',
			async () => await putBytes(item, String(uploadUrl), file),
		);
		return await uploadStep('completing the upload', async () => {
			const completion = { uploadId, filePath, locationId, conversationId, filename: file.name };
			const { body } = await item.request({ path: completePath, body: completion });
			const [{ url }] = uploadedFiles(body);
			const metadata = ((body as IDataObject).metadata ?? {}) as IDataObject;
			return [outputItem(item, { fileName: file.name, url, ...metadata, uploadId, filePath })];
		});
	};

/** Max size of a file for the channel of a large upload, in bytes. */
const maxUploadBytes = ({ body }: ItemContext, largeChannel: string): number =>
	body.channel === largeChannel ? MAX_WHATSAPP_BYTES : MAX_FILE_BYTES;

/** The file of a large upload. Throws a `ParameterError` if it exceeds the limit of its channel. */
export async function largeFile(
	item: ItemContext,
	{ name, label }: FileParameter,
	largeChannel: string,
): Promise<InputFile> {
	const [file] = await inputFiles(
		item,
		item.parameter(name),
		label,
		maxUploadBytes(item, largeChannel),
	);
	return file;
}

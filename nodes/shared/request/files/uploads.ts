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
import { itemOf, withoutTraceId } from '../responses';
import { isEmpty } from '../values';
import { aborted, deadlineFor, fileUrlIsSafe, isReadable, withDeadline } from '../transport';

/** Which parameter names the files, and how the editor calls it. */
export interface FileParameter {
	name: string;
	label: string;
}

/** HighLevel's secure files are public for an hour, ms. */
const PUBLIC_MS = HOUR_MS;

/** What an upload returned, with the time at which its address stops being public if it is a secure file's. */
const publiclyUntil = <T extends { url: string }>(file: T, publicUntil: string): IDataObject =>
	slugIn(file.url) === undefined ? { ...file } : { ...file, publicUntil };

/** HighLevel takes so many files in one request. */
const MAX_FILES = 5;

/**
 * The addresses in an upload's reply, by file name.
 * Throws an `ApiError` where they are fewer than `least`: a file without an address would be lost without a word.
 */
export function uploadedFiles(body: unknown, least = 1): Array<{ fileName: string; url: string }> {
	const named = Object.entries((body as IDataObject).uploadedFiles ?? {});
	const found = named.filter((pair): pair is [string, string] => !isEmpty(pair[1]));
	if (found.length >= least) return found.map(([fileName, url]) => ({ fileName, url }));
	throw new ApiError({
		kind: 'unreadable',
		title: `HighLevel named ${found.length} of ${least} uploaded files`,
		advice: 'Run it again later, or upload the files one by one.',
	});
}

async function formOf(
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

/** Sends files as multipart requests, under the key `field`, the item's body beside them. */
export const uploadFiles =
	(options: { field: string; files: FileParameter }): ResponseHandler =>
	async (item) => {
		const { name, label } = options.files;
		const files = await inputFiles(item, item.parameter(name), label, MAX_FILE_BYTES);
		const most = item.body.isGroupSms === true ? 1 : MAX_FILES;
		const items: INodeExecutionData[] = [];
		for (let first = 0; first < files.length; first += most) {
			const some = files.slice(first, first + most);
			// Addresses for HighLevel to fetch go with the first request alone.
			const fields = first === 0 ? item.body : { ...item.body, attachmentUrls: [] };
			const form = await formOf(item, options.field, some, fields);
			const publicUntil = new Date(Date.now() + PUBLIC_MS).toISOString();
			const { body } = await item.request({ body: form });
			const sids = (body as IDataObject).twilioMediaSids;
			const uploaded = uploadedFiles(body, some.length).map((file, index) =>
				Array.isArray(sids) ? { ...file, twilioMediaSid: sids[index] as string } : file,
			);
			items.push(...uploaded.map((file) => itemOf(item, publiclyUntil(file, publicUntil))));
		}
		return items;
	};

export interface AttachOptions {
	/** Path of the upload endpoint. */
	path: string;
	/** Key of the files in the form. */
	field: string;
	files: FileParameter;
	/** Body fields that the upload needs as well. */
	alongWith: string[];
	/** The item's body field that takes the addresses. */
	into: string;
}

/** Uploads an item's files first and adds their addresses to the body, then goes on with `runner`. */
export const attachingFiles =
	(options: AttachOptions, runner: ResponseHandler): ResponseHandler =>
	async (item) => {
		const names = item.parameter(options.files.name);
		if (isEmpty(names)) return await runner(item);
		const files = await inputFiles(item, names, options.files.label, MAX_FILE_BYTES);
		const fields: IDataObject = { locationId: item.location() };
		for (const name of options.alongWith) fields[name] = item.body[name];
		const form = await formOf(item, options.field, files, fields);
		const upload = async () =>
			await step('uploading the files', true, async () => {
				const { body } = await item.request({ path: options.path, body: form });
				return uploadedFiles(body, files.length);
			});
		const uploaded = await item.sendOnce('upload', upload);
		const addresses = uploaded.map(({ url }) => url);
		const before = (item.body[options.into] ?? []) as string[];
		const whole = {
			...item,
			uploaded,
			body: { ...item.body, [options.into]: [...before, ...addresses] },
		};
		return await runner({
			...whole,
			request: async (call = {}) => await item.request({ body: whole.body, ...call }),
		});
	};

/** Names the step in a failure. `harmless` says that nothing can have been done by it that a repetition would do twice. */
async function step<T>(name: string, harmless: boolean, work: () => Promise<T>): Promise<T> {
	return await work().catch((error: unknown) => {
		if (!(error instanceof ApiError)) throw error;
		throw new ApiError({ ...error.details, step: name, harmless });
	});
}

/** What the storage answers is about the signed address and the bytes, never about token or fields. */
const notStored = (facts: ApiErrorDetails, said: string) =>
	new ApiError({
		...facts,
		title: 'The storage for large files did not take the bytes',
		advice: `It answered: ${said}. The address that HighLevel gave for the upload lives 15 minutes. Nothing was completed: run it again for a new one.`,
	});

/** Streams a file to the storage behind a signed URL: no token, no header of HighLevel's API, no redirect. */
async function putBytes(item: ItemContext, url: string, file: InputFile): Promise<void> {
	if (!fileUrlIsSafe(url, item.session.baseUrl)) {
		throw new ApiError({
			kind: 'unreadable',
			title: 'HighLevel gave no usable upload address',
			advice: 'The address must be https, and not on the computer that n8n runs on.',
		});
	}
	const { helpers } = item.context;
	const { id, data } = file.binary;
	const bytes = id ? await helpers.getBinaryStream(id) : Buffer.from(data, 'base64');
	const options: IHttpRequestOptions = {
		...item.access.network,
		method: 'PUT',
		url,
		body: bytes,
		headers: { 'Content-Type': file.type, 'Content-Length': file.size },
		// The redirect library would keep a copy of the whole stream.
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
	const { statusCode: status, body } = await withDeadline(
		deadlineFor(item.access.network, file.size),
		item.session.signal,
		async (abortSignal): Promise<IN8nHttpFullResponse> =>
			await helpers.httpRequest({ ...options, abortSignal }),
	)
		.catch((error: { code?: string }) => {
			if (item.session.signal?.aborted) throw aborted();
			throw notStored({ kind: 'lost' }, error.code ?? 'no answer');
		})
		// A request that ends early leaves the file open behind the rest of the stream.
		.finally(() => {
			if (isReadable(bytes)) bytes.destroy();
		});
	if (status < 300) return;
	const code = /<Code>([^<]{1,100})<\/Code>/.exec(String(body))?.[1];
	throw notStored(
		{ kind: 'refused', status },
		code ? `${status}, ${item.session.redact(code)}` : `${status}`,
	);
}

export interface LargeUploadOptions {
	files: FileParameter;
	/** Path of the request that completes the upload; the item's own path initiates it. */
	completePath: string;
	/** The channel that takes large files. */
	largeChannel: string;
}

/** Uploads one large file: asks for a signed URL, streams the bytes there, and completes. */
export const uploadLargeFile =
	({ files, completePath, largeChannel }: LargeUploadOptions): ResponseHandler =>
	async (item) => {
		const file = await largeFile(item, files, largeChannel);
		// HighLevel signs the address for this size, and the storage takes no other.
		file.size = await countBytes(item, file, maxBytesOf(item, largeChannel));
		const { locationId, conversationId } = item.body;
		const initiated = await step('asking for the upload address', true, async () => {
			const body = {
				...item.body,
				filename: file.name,
				contentType: file.type,
				fileSize: file.size,
			};
			return withoutTraceId((await item.request({ body })).body);
		});
		const { uploadUrl, uploadId, filePath } = initiated;
		await step(
			'uploading the bytes',
			true,
			async () => await putBytes(item, String(uploadUrl), file),
		);
		return await step('completing the upload', true, async () => {
			const completion = { uploadId, filePath, locationId, conversationId, filename: file.name };
			const { body } = await item.request({ path: completePath, body: completion });
			const [{ url }] = uploadedFiles(body);
			const metadata = ((body as IDataObject).metadata ?? {}) as IDataObject;
			return [itemOf(item, { fileName: file.name, url, ...metadata, uploadId, filePath })];
		});
	};

/** In bytes, what the channel of a large upload takes. */
const maxBytesOf = ({ body }: ItemContext, largeChannel: string): number =>
	body.channel === largeChannel ? MAX_WHATSAPP_BYTES : MAX_FILE_BYTES;

/** The one file of a large upload, checked against the limit of its channel. */
export async function largeFile(
	item: ItemContext,
	{ name, label }: FileParameter,
	largeChannel: string,
): Promise<InputFile> {
	const [file] = await inputFiles(
		item,
		item.parameter(name),
		label,
		maxBytesOf(item, largeChannel),
	);
	return file;
}

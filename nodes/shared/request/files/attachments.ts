import type {
	BinaryHelperFunctions,
	IBinaryData,
	IDataObject,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { typeOfExtension } from '../../fileTypes';
import { ApiError, FileUnavailable } from '../errors';
import type { ItemContext } from '../operationSpec';
import {
	canceledError,
	linkedAbort,
	isReadable,
	limitBytes,
	openFile,
	watchTransfer,
} from '../transport';
import type { ApiResponse, FileAccess, Readable } from '../transport';
import { tryOr } from '../values';
import { fileNameInHeader } from './downloads';
import { safeFileName, splitName } from './fileName';
import { inMegabytes, sizeOf } from './inputFiles';
import { SECOND_MS } from '../../time';

/** Path of HighLevel's secure files (`https://…/files/d/{slug}`), which are public for one hour and private afterwards. */
const SECURE_PATH = /\/files\/d\/([\w-]+)\/?$/;
const MAX_ATTEMPTS = 3;
const RETRY_DELAY_MS = SECOND_MS;
/** Content types that servers return for files of an unknown type. */
const UNKNOWN_TYPES = ['application/octet-stream', 'binary/octet-stream', ''];

/** What is needed to download attachments. */
export interface FileClient extends FileAccess {
	helpers: FileAccess['helpers'] &
		Pick<BinaryHelperFunctions, 'prepareBinaryData' | 'getBinaryMetadata'>;
	/** Requests the location of a secure file, by its path in the API. Throws an `ApiError`. */
	requestLocation(path: string): Promise<ApiResponse>;
	/** Waits before a retry. */
	sleep(ms: number): Promise<void>;
}

/** A file in n8n's binary storage. */
export interface DownloadedFile {
	binary: IBinaryData;
	/** In bytes. */
	fileSize: number;
}

/** The URL of a file, and its name and MIME type if HighLevel returned them. */
interface FileLocation {
	url: string;
	name?: string;
	type?: string;
	size?: number;
}

const UNAVAILABLE_TITLE = 'An attachment is not available';

const tooLargeError = (maxBytes: number) =>
	new FileUnavailable(`larger than ${inMegabytes(maxBytes)}`, {
		title: UNAVAILABLE_TITLE,
		advice: `The file is larger than ${inMegabytes(maxBytes)}. Raise 'Max Size' to download it.`,
	});

const connectionLostError = (code?: string) =>
	new ApiError({
		...{ kind: 'connectionLost', code, title: 'The download of an attachment was interrupted' },
		advice: `Check the n8n server's network${code ? ` (${code})` : ''}, or try again later.`,
	});

/** Converts an error of a download to an `ApiError`, or to `canceledError` on Stop. */
function transferError(error: unknown, { signal }: FileClient): unknown {
	if (signal?.aborted) return canceledError();
	if (error instanceof FileUnavailable)
		return new FileUnavailable(error.reason, { ...error.details, title: UNAVAILABLE_TITLE });
	return error instanceof ApiError ? error : connectionLostError((error as { code?: string }).code);
}

/** Creates the client for an item. */
export const fileClientOf = (item: ItemContext): FileClient => ({
	...item.fileAccess,
	helpers: item.context.helpers,
	requestLocation: async (path) =>
		await item.get({ step: 'requesting an attachment', path, query: {}, scope: 'files.readonly' }),
	sleep: async (ms) => await item.sleep(ms),
});

/** The ID in the URL of a secure file; undefined for all other URLs. */
export function secureFileSlug(fileUrl: string): string | undefined {
	const url = tryOr(() => new URL(fileUrl));
	return url && SECURE_PATH.exec(url.pathname)?.[1];
}

const nonBlankString = (value: unknown) =>
	typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Gets the temporary download URL of a secure file; other URLs are returned as they are. Throws an `ApiError`. */
async function locateFile(client: FileClient, fileUrl: string): Promise<FileLocation> {
	const slug = secureFileSlug(fileUrl);
	if (slug === undefined) return { url: fileUrl };
	const { body } = await client
		.requestLocation(`/files/d/${encodeURIComponent(slug)}`)
		.catch((error: unknown) => {
			const status = error instanceof ApiError ? error.details.status : undefined;
			if (status !== 404 && status !== 410) throw error;
			throw new FileUnavailable(`status ${status}`, {
				...{ status, title: UNAVAILABLE_TITLE },
				advice: `HighLevel does not have the file. It may have been deleted. To return an item instead, set the option 'When Not Available'.`,
			});
		});
	const { url, filename, content_type: type, size } = body as IDataObject;
	if (typeof url !== 'string') throw new ApiError({ kind: 'invalidResponse' });
	return {
		url,
		name: nonBlankString(filename),
		type: nonBlankString(type),
		size: Number(size) || undefined,
	};
}

/** Opens a URL without the credential. Throws a `FileUnavailable` if there is no file, an `ApiError` for transient errors. */
async function openFileUrl(client: FileClient, url: string): Promise<IN8nHttpFullResponse> {
	const response = await openFile(client, url).catch((error: unknown) => {
		throw transferError(error, client);
	});
	const { statusCode: status, body } = response;
	if (status < 300 && isReadable(body)) return response;
	if (isReadable(body)) body.destroy();
	throw new ApiError({
		...{ kind: 'status', status, step: 'downloading an attachment' },
		title: 'The server of an attachment returned no file',
		advice: `The server returned status ${status}. Try again later.`,
	});
}

/** Locates and opens a file, and retries transient errors. Throws a `FileUnavailable` or an `ApiError`. */
async function openWithRetry(client: FileClient, fileUrl: string, maxBytes: number) {
	for (let attempt = 1; ; attempt++) {
		// A signed URL expires soon, so each attempt requests a new one.
		const location = await locateFile(client, fileUrl);
		if ((location.size ?? 0) > maxBytes) throw tooLargeError(maxBytes);
		const response = await openFileUrl(client, location.url).catch((error: unknown) => {
			const isTransientError = error instanceof ApiError && !(error instanceof FileUnavailable);
			if (!isTransientError || attempt === MAX_ATTEMPTS) throw error;
			return undefined;
		});
		if (response) return { ...location, response };
		await client.sleep(RETRY_DELAY_MS * attempt);
	}
}

/** The file name at the end of a URL, e.g. `plan.pdf`. */
const nameInUrl = (url: string): string | undefined =>
	tryOr(() => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''));

/** The MIME type of a file: the `contentType` of its server, or by the extension of its name if that is unknown. */
function mimeTypeOf(contentType: unknown, fileName: string): string {
	const [type] = String(contentType ?? '').split(';');
	if (!UNKNOWN_TYPES.includes(type.trim().toLowerCase())) return type.trim();
	const [, extension] = splitName(fileName);
	return typeOfExtension(extension.replace('.', '')) ?? 'application/octet-stream';
}

/** How a stream is stored. */
interface StoreOptions {
	fileName: string;
	mimeType: string;
	maxBytes: number;
	/** Aborts the request of the stream. */
	cancelRequest(): void;
}

/** Stores a stream in n8n's binary storage. Throws a `FileUnavailable` if it is too large, or an `ApiError`. */
async function storeFile(
	client: FileClient,
	stream: Readable,
	{ fileName, mimeType, maxBytes, cancelRequest }: StoreOptions,
): Promise<IBinaryData> {
	const { helpers, network } = client;
	let isTooLarge = false;
	limitBytes(stream, maxBytes, () => {
		isTooLarge = true;
		return tooLargeError(maxBytes);
	});
	return await watchTransfer(
		stream,
		network,
		cancelRequest,
		async () => await helpers.prepareBinaryData(stream, fileName, mimeType),
	).catch((error: unknown) => {
		throw isTooLarge ? tooLargeError(maxBytes) : transferError(error, client);
	});
}

/**
 * Downloads an attachment as a stream into n8n's binary storage. The API is asked for the location of HighLevel's secure
 * files; the credential is never sent to the URL of a file. Throws a `FileUnavailable` if the file does not exist, is larger
 * than `maxBytes`, or its URL is not allowed, and an `ApiError` for any other failure.
 */
export async function downloadAttachment(
	client: FileClient,
	fileUrl: string,
	maxBytes = Number.POSITIVE_INFINITY,
): Promise<DownloadedFile> {
	const request = linkedAbort(client.signal);
	const linkedClient = { ...client, signal: request.signal };
	const fetchFile = async (): Promise<DownloadedFile> => {
		const { url, name, type, response } = await openWithRetry(linkedClient, fileUrl, maxBytes);
		const { headers, body } = response;
		if (!isReadable(body)) throw new ApiError({ kind: 'invalidResponse' });
		if (Number(headers['content-length']) > maxBytes) throw tooLargeError(maxBytes);
		const fileName =
			safeFileName(name) ??
			fileNameInHeader(headers['content-disposition']) ??
			safeFileName(nameInUrl(url)) ??
			'attachment';
		const mimeType = mimeTypeOf(type ?? headers['content-type'], fileName);
		const options: StoreOptions = { fileName, mimeType, maxBytes, cancelRequest: request.abort };
		const binary = await storeFile(client, body, options);
		return { binary, fileSize: await sizeOf(client.helpers, binary) };
	};
	return await fetchFile()
		.catch((error: unknown) => {
			// The file may not have been read to its end.
			request.abort();
			throw error;
		})
		.finally(request.unlink);
}

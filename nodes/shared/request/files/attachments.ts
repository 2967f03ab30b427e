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
import { fileNameIn } from './downloads';
import { safeFileName, splitName } from './fileName';
import { inMegabytes, sizeOf } from './inputFiles';

/** Path of HighLevel's secure files: `https://…/files/d/{slug}`, public for one hour, private afterwards. */
const SECURE_PATH = /\/files\/d\/([\w-]+)\/?$/;
const MAX_TRIES = 3;
const RETRY_DELAY_MS = 1000;
/** What servers call the type of a file that they do not know. */
const UNKNOWN_TYPES = ['application/octet-stream', 'binary/octet-stream', ''];

/** What downloading attachments needs of its caller. */
export interface FileClient extends FileAccess {
	helpers: FileAccess['helpers'] &
		Pick<BinaryHelperFunctions, 'prepareBinaryData' | 'getBinaryMetadata'>;
	/** Asks HighLevel where a secure file is, by its path in the API. Throws an `ApiError`. */
	locate(path: string): Promise<ApiResponse>;
	sleep(ms: number): Promise<void>;
}

/** A file in n8n's binary store. */
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

const TITLE = 'An attachment is not available';

const tooLargeError = (maxBytes: number) =>
	new FileUnavailable(`larger than ${inMegabytes(maxBytes)}`, {
		title: TITLE,
		advice: `The file is larger than ${inMegabytes(maxBytes)}. Raise 'Max Size' to download it.`,
	});

const connectionLostError = (code?: string) =>
	new ApiError({
		...{ kind: 'connectionLost', code, title: 'The download of an attachment was interrupted' },
		advice: `Check the n8n server's network${code ? ` (${code})` : ''}, or try again later.`,
	});

/** What a failed transfer means. */
function transferError(error: unknown, { signal }: FileClient): unknown {
	if (signal?.aborted) return canceledError();
	if (error instanceof FileUnavailable)
		return new FileUnavailable(error.reason, { ...error.details, title: TITLE });
	return error instanceof ApiError ? error : connectionLostError((error as { code?: string }).code);
}

/** The client for an item of the node. */
export const fileClientOf = (item: ItemContext): FileClient => ({
	...item.fileAccess,
	helpers: item.context.helpers,
	locate: async (path) =>
		await item.get({ step: 'requesting an attachment', path, query: {}, scope: 'files.readonly' }),
	sleep: async (ms) => await item.sleep(ms),
});

/** The ID in the URL of a secure file; undefined for all other URLs. */
export function slugIn(address: string): string | undefined {
	const url = tryOr(() => new URL(address));
	return url && SECURE_PATH.exec(url.pathname)?.[1];
}

const nonEmptyString = (value: unknown) =>
	typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Gets the temporary download URL of a secure file; other URLs are returned as they are. Throws an `ApiError`. */
async function locate(client: FileClient, address: string): Promise<FileLocation> {
	const slug = slugIn(address);
	if (slug === undefined) return { url: address };
	const { body } = await client
		.locate(`/files/d/${encodeURIComponent(slug)}`)
		.catch((error: unknown) => {
			const status = error instanceof ApiError ? error.details.status : undefined;
			if (status !== 404 && status !== 410) throw error;
			throw new FileUnavailable(`status ${status}`, {
				...{ status, title: TITLE },
				advice: `HighLevel does not have the file. It may have been deleted. To return an item instead, set the option 'When Not Available'.`,
			});
		});
	const { url, filename, content_type: type, size } = body as IDataObject;
	if (typeof url !== 'string') throw new ApiError({ kind: 'invalidResponse' });
	return {
		url,
		name: nonEmptyString(filename),
		type: nonEmptyString(type),
		size: Number(size) || undefined,
	};
}

/** Opens an address without the credential. Throws a `FileUnavailable` for what is gone, an `ApiError` for what may pass. */
async function open(client: FileClient, url: string): Promise<IN8nHttpFullResponse> {
	const reply = await openFile(client, url).catch((error: unknown) => {
		throw transferError(error, client);
	});
	const { statusCode: status, body } = reply;
	if (status < 300 && isReadable(body)) return reply;
	if (isReadable(body)) body.destroy();
	throw new ApiError({
		...{ kind: 'status', status, step: 'downloading an attachment' },
		title: 'The server of an attachment returned no file',
		advice: `The server returned status ${status}. Try again later.`,
	});
}

async function openWithRetry(client: FileClient, address: string, maxBytes: number) {
	for (let tries = 1; ; tries++) {
		// A signed URL expires soon, so each attempt requests a new one.
		const location = await locate(client, address);
		if ((location.size ?? 0) > maxBytes) throw tooLargeError(maxBytes);
		const reply = await open(client, location.url).catch((error: unknown) => {
			const isTransientError = error instanceof ApiError && !(error instanceof FileUnavailable);
			if (!isTransientError || tries === MAX_TRIES) throw error;
			return undefined;
		});
		if (reply) return { ...location, reply };
		await client.sleep(RETRY_DELAY_MS * tries);
	}
}

/** The file name at the end of a URL, e.g. `plan.pdf`. */
const nameInUrl = (url: string): string | undefined =>
	tryOr(() => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''));

/** The media type of a file: as its server says, or by the ending of its name if the server does not know it. */
function mimeTypeOf(stated: unknown, fileName: string): string {
	const [type] = String(stated ?? '').split(';');
	if (!UNKNOWN_TYPES.includes(type.trim().toLowerCase())) return type.trim();
	const [, ending] = splitName(fileName);
	return typeOfExtension(ending.replace('.', '')) ?? 'application/octet-stream';
}

/** What is to become of a stream. */
interface StoreOptions {
	fileName: string;
	mimeType: string;
	maxBytes: number;
	/** Ends the request of the stream. */
	breakOff(): void;
}

/** Takes a stream into n8n's store, no more than `maxBytes` of it. Throws a `FileUnavailable` or an `ApiError`. */
async function storeFile(
	client: FileClient,
	stream: Readable,
	{ fileName, mimeType, maxBytes, breakOff }: StoreOptions,
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
		breakOff,
		async () => await helpers.prepareBinaryData(stream, fileName, mimeType),
	).catch((error: unknown) => {
		throw isTooLarge ? tooLargeError(maxBytes) : transferError(error, client);
	});
}

/**
 * Downloads an attachment into n8n's binary store as it streams in. Secure files of HighLevel's are found by its API; the
 * credential is never sent to the address of a file. Throws a `FileUnavailable` if the file is gone, larger than `maxBytes`, or
 * must not be opened, and an `ApiError`.
 */
export async function downloadAttachment(
	client: FileClient,
	address: string,
	maxBytes = Number.POSITIVE_INFINITY,
): Promise<DownloadedFile> {
	const request = linkedAbort(client.signal);
	const linked = { ...client, signal: request.signal };
	const fetched = async (): Promise<DownloadedFile> => {
		const { url, name, type, reply } = await openWithRetry(linked, address, maxBytes);
		const { headers, body } = reply;
		if (!isReadable(body)) throw new ApiError({ kind: 'invalidResponse' });
		if (Number(headers['content-length']) > maxBytes) throw tooLargeError(maxBytes);
		const fileName =
			safeFileName(name) ??
			fileNameIn(headers['content-disposition']) ??
			safeFileName(nameInUrl(url)) ??
			'attachment';
		const mimeType = mimeTypeOf(type ?? headers['content-type'], fileName);
		const target: StoreOptions = { fileName, mimeType, maxBytes, breakOff: request.abort };
		const binary = await storeFile(client, body, target);
		return { binary, fileSize: await sizeOf(client.helpers, binary) };
	};
	return await fetched()
		.catch((error: unknown) => {
			// Ends the request of a file that is not read to its end.
			request.abort();
			throw error;
		})
		.finally(request.unlink);
}

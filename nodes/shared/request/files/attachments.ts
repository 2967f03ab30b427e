import type {
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';
import { ApiError } from '../errors';
import type { ItemContext } from '../operationSpec';
import { itemOf } from '../responses';
import { aborted, downloadUrlIsSafe, isReadable } from '../transport';
import { removeEmpty, tryOr } from '../values';
import { fileNameIn } from './downloads';
import { safeFileName } from './fileName';
import { sizeOf } from './inputFiles';

/** HighLevel's secure files: `https://…/files/d/{slug}`, public for an hour and private after it. */
const SECURE_PATH = /\/files\/d\/([\w-]+)\/?$/;
const MAX_TRIES = 3;
const RETRY_DELAY_MS = 1000;
const REPLY_TIMEOUT_MS = 60_000;

/** A file that its server does not hand out, and will not later. */
export class FileUnavailable extends ApiError {}

/** Where a file is, and what HighLevel says about it. */
interface FileLocation {
	url: string;
	name?: string;
	type?: string;
}

const unavailable = (status: number | undefined, said: string) =>
	new FileUnavailable({
		...{ kind: 'refused', status, title: 'An attachment is not available' },
		advice: `${said} It may have been deleted, or its address may have expired. To get an item in its place, set the option 'When Not Available'.`,
	});

/** The ID in the address of a secure file, undefined for every other address. */
export function slugIn(address: string): string | undefined {
	const url = tryOr(() => new URL(address));
	return url && SECURE_PATH.exec(url.pathname)?.[1];
}

const connectionLost = (code?: string) =>
	new ApiError({
		...{ kind: 'lost', code, title: 'The download of an attachment broke off' },
		advice: `Check the network of the n8n server${code ? ` (${code})` : ''}, or run it again later.`,
	});

const text = (value: unknown) =>
	typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Asks HighLevel where a secure file can be fetched for a short time. Throws an `ApiError` that names the scope. */
async function locate(item: ItemContext, address: string): Promise<FileLocation> {
	const slug = slugIn(address);
	if (slug === undefined) return { url: address };
	const { body } = await item
		.get({
			step: 'asking for an attachment',
			path: `/files/d/${encodeURIComponent(slug)}`,
			query: {},
			scope: 'files.readonly',
		})
		.catch((error: unknown) => {
			const status = error instanceof ApiError ? error.details.status : undefined;
			if (status !== 404 && status !== 410) throw error;
			throw unavailable(status, 'HighLevel does not have the file.');
		});
	const { url, filename, content_type: type } = body as IDataObject;
	if (typeof url !== 'string') throw new ApiError({ kind: 'unreadable' });
	return { url, name: text(filename), type: text(type) };
}

/** Opens an address without the credential. Throws `FileUnavailable` for 4xx, an `ApiError` for what may pass. */
async function open(item: ItemContext, url: string): Promise<IN8nHttpFullResponse> {
	if (!downloadUrlIsSafe(url, item.session.baseUrl)) {
		throw unavailable(undefined, 'Its address is not a public http or https address.');
	}
	const options: IHttpRequestOptions = {
		timeout: REPLY_TIMEOUT_MS,
		...removeEmpty({ ...item.network }),
		method: 'GET',
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: item.session.signal,
	};
	const reply = (await item.context.helpers
		.httpRequest(options)
		.catch((error: { code?: string }) => {
			if (item.session.signal?.aborted) throw aborted();
			throw connectionLost(error.code);
		})) as IN8nHttpFullResponse;
	const { statusCode: status, body } = reply;
	if (status >= 200 && status < 300 && isReadable(body)) return reply;
	if (isReadable(body)) body.destroy();
	if (status >= 400 && status < 500 && status !== 429 && status !== 408) {
		throw unavailable(status, `Its server answered with status ${status}.`);
	}
	throw new ApiError({
		...{ kind: 'refused', status, step: 'downloading an attachment' },
		title: 'The server of an attachment gave no file',
		advice: `It answered with status ${status}. Run it again later.`,
	});
}

async function openWithRetry(item: ItemContext, address: string) {
	for (let tries = 1; ; tries++) {
		// A signed address lives for a short time, so each try asks for a new one.
		const location = await locate(item, address);
		const reply = await open(item, location.url).catch((error: unknown) => {
			const mayPass = error instanceof ApiError && !(error instanceof FileUnavailable);
			if (!mayPass || tries === MAX_TRIES) throw error;
			return undefined;
		});
		if (reply) return { ...location, reply };
		await item.sleep(RETRY_DELAY_MS * tries);
	}
}

/** The name at the end of an address, e.g. `plan.pdf`. */
const nameInUrl = (url: string): string | undefined =>
	tryOr(() => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''));

/**
 * Downloads an attachment into n8n's binary store as it streams in. Secure files of HighLevel's are found by its API; the
 * credential is never sent to the address of a file. Returns an item with the file in the binary field `field`.
 * Throws `FileUnavailable` if the file is gone, and an `ApiError`.
 */
export async function downloadAttachment(
	item: ItemContext,
	address: string,
	field: string,
): Promise<INodeExecutionData> {
	const { url, name, type, reply } = await openWithRetry(item, address);
	const { headers, body } = reply;
	if (!isReadable(body)) throw new ApiError({ kind: 'unreadable' });
	const fileName =
		safeFileName(name) ??
		fileNameIn(headers['content-disposition']) ??
		safeFileName(nameInUrl(url)) ??
		'attachment';
	const [mimeType] = String(type ?? headers['content-type'] ?? 'application/octet-stream').split(';'); // prettier-ignore
	const binary = await item.context.helpers
		.prepareBinaryData(body, fileName, mimeType.trim())
		.catch((error: { code?: string }) => {
			if (item.session.signal?.aborted) throw aborted();
			throw connectionLost(error.code);
		});
	const fileSize = await sizeOf(item, binary);
	const json = { url: address, fileName: binary.fileName, mimeType: binary.mimeType, fileSize };
	return { ...itemOf(item, json), binary: { [field]: binary } };
}

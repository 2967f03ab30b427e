import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { ApiError } from '../errors';
import type { ApiErrorDetails } from '../errors';
import { countBytes, inputFiles, MAX_FILE_BYTES, MAX_WHATSAPP_BYTES } from './inputFiles';
import type { InputFile } from './inputFiles';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { outputItem, withoutTraceId } from '../responses';
import {
	canceledError,
	deadlineFor,
	isReadable,
	isSafeUploadUrl,
	withDeadline,
} from '../transport';
import { uploadedFiles, uploadStep } from './uploads';
import type { FileParameter } from './uploads';

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

/** How a large file is uploaded. */
export interface LargeUploadOptions {
	files: FileParameter;
	/** Path of the request that completes the upload; the item's own path initiates it. */
	completePath: string;
	/** The channel that accepts large files. */
	largeChannel: string;
}

/** Uploads one large file: requests a signed URL, streams the file to it, and completes the upload. */
export const largeUploadResponse =
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

import { ApiError, isUnavailable } from '../errors';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { outputItem } from '../responses';
import { safeFileName } from './fileName';
import { sizeOf } from './inputFiles';
import { isReadable } from '../transport';
import { tryOr } from '../values';

/** The safe file name in a Content-Disposition header: `filename*` (RFC 5987) takes precedence over `filename`. */
export function fileNameInHeader(header: unknown): string | undefined {
	if (typeof header !== 'string') return undefined;
	const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)/i.exec(header)?.[1];
	const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
	const plain = /filename\s*=\s*([^";\s]+)/i.exec(header)?.[1];
	const name = (extended && tryOr(() => decodeURIComponent(extended))) ?? quoted ?? plain;
	return safeFileName(name);
}

/** A file that an endpoint returns, e.g. a recording. */
export interface DownloadOptions {
	/** Name of the parameter with the ID of the file's message. */
	id: string;
	/** What the file contains, for error messages, e.g. "recording". */
	noun: string;
	/** Extension and MIME type, if the response has none. */
	extension: string;
	type: string;
}

/** Streams a file from HighLevel into n8n's binary storage. Returns one item with its name, type and size in bytes. */
export const downloadResponse =
	({ id: parameter, noun, extension, type: defaultType }: DownloadOptions): ResponseHandler =>
	async (item) => {
		const id = String(item.parameter(parameter));
		const { body } = await item.request({
			expect: 'stream',
			consume: async ({ body, headers }) => {
				if (!isReadable(body)) throw new ApiError({ kind: 'invalidResponse' });
				const name =
					fileNameInHeader(headers['content-disposition']) ?? safeFileName(`${id}.${extension}`);
				const [type] = String(headers['content-type'] ?? defaultType).split(';');
				return await item.context.helpers.prepareBinaryData(body, name, type.trim());
			},
		});
		const binary = body as Awaited<
			ReturnType<ItemContext['context']['helpers']['prepareBinaryData']>
		>;
		const fileSize = await sizeOf(item.context.helpers, binary);
		if (fileSize === 0) {
			throw new ApiError({
				...{ kind: 'status', status: 404, title: `The ${noun} is not available yet` },
				advice: `HighLevel returned an empty file. Recordings and transcripts are ready 30 to 60 seconds after the call. Try again later, or set the option 'When Not Available'.`,
			});
		}
		const field = String(item.parameter('binaryPropertyName') || 'data');
		const { fileName, mimeType } = binary;
		const json = { [parameter]: id, fileName, mimeType, fileSize };
		return [{ ...outputItem(item, json), binary: { [field]: binary } }];
	};

/** Returns an item with `available: false` if HighLevel does not have the file and 'When Not Available' asks for that. */
export const itemIfUnavailable =
	(id: string, response: ResponseHandler): ResponseHandler =>
	async (item) =>
		await response(item).catch((error: unknown) => {
			if (!isUnavailable(error) || item.parameter('options.whenUnavailable') !== 'item')
				throw error;
			return [outputItem(item, { [id]: String(item.parameter(id)), available: false })];
		});

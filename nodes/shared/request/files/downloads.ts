import { ApiError, isUnavailable } from '../errors';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { itemOf } from '../responses';
import { safeFileName } from './fileName';
import { sizeOf } from './inputFiles';
import { isReadable } from '../transport';
import { tryOr } from '../values';

/** The file name in a Content-Disposition header, RFC 5987's `filename*` before the plain one, see `safeFileName`. */
export function fileNameIn(header: unknown): string | undefined {
	if (typeof header !== 'string') return undefined;
	const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)/i.exec(header)?.[1];
	const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
	const plain = /filename\s*=\s*([^";\s]+)/i.exec(header)?.[1];
	const name = (extended && tryOr(() => decodeURIComponent(extended))) ?? quoted ?? plain;
	return safeFileName(name);
}

export interface DownloadOptions {
	/** The parameter whose value tells files apart. */
	id: string;
	/** What the file holds, as messages say it. */
	noun: string;
	extension: string;
	type: string;
}

/** Downloads a file into n8n's binary store as it streams in. */
export const download =
	({ id: parameter, noun, extension, type: usualType }: DownloadOptions): ResponseHandler =>
	async (item) => {
		const id = String(item.parameter(parameter));
		const { body } = await item.request({
			expect: 'stream',
			consume: async (reply) => {
				if (!isReadable(reply.body)) throw new ApiError({ kind: 'unreadable' });
				const name =
					fileNameIn(reply.headers['content-disposition']) ?? safeFileName(`${id}.${extension}`);
				const [type] = String(reply.headers['content-type'] ?? usualType).split(';');
				return await item.context.helpers.prepareBinaryData(reply.body, name, type.trim());
			},
		});
		const binary = body as Awaited<
			ReturnType<ItemContext['context']['helpers']['prepareBinaryData']>
		>;
		const fileSize = await sizeOf(item.context.helpers, binary);
		if (fileSize === 0) {
			throw new ApiError({
				...{ kind: 'refused', status: 404, title: `HighLevel has no ${noun} yet` },
				advice: `It answered with an empty file. Recordings and transcripts are ready some 30 to 60 seconds after the call: run it again later, or set 'When Not Available'.`,
			});
		}
		const field = String(item.parameter('binaryPropertyName') || 'data');
		const { fileName, mimeType } = binary;
		const json = { [parameter]: id, fileName, mimeType, fileSize };
		return [{ ...itemOf(item, json), binary: { [field]: binary } }];
	};

/** Turns "not there yet" into an item, where the user's option asks for that. */
export const orUnavailable =
	(id: string, runner: ResponseHandler): ResponseHandler =>
	async (item) =>
		await runner(item).catch((error: unknown) => {
			if (!isUnavailable(error) || item.parameter('options.whenUnavailable') !== 'item')
				throw error;
			return [itemOf(item, { [id]: String(item.parameter(id)), available: false })];
		});

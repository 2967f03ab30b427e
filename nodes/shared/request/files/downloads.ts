import type { IDataObject } from 'n8n-workflow';
import { ApiFailure, isGone } from '../failures';
import type { Job, Runner } from '../plan';
import { itemOf } from '../replies';
import { isReadable } from '../wire';
import { attempted } from '../values';

/** The file name in a Content-Disposition header, RFC 5987's `filename*` before the plain one; without any folders. */
export function fileNameIn(header: unknown): string | undefined {
	if (typeof header !== 'string') return undefined;
	const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)/i.exec(header)?.[1];
	const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
	const plain = /filename\s*=\s*([^";\s]+)/i.exec(header)?.[1];
	const name = (extended && attempted(() => decodeURIComponent(extended))) ?? quoted ?? plain;
	const [last] = (name ?? '').split(/[/\\]/).slice(-1);
	return last === '' || last === '.' || last === '..' ? undefined : last;
}

/** Downloads a file into n8n's binary store as it streams in. `id` names the parameter whose value tells files apart. */
export const download =
	(options: { id: string; extension: string; type: string }): Runner =>
	async (job) => {
		const id = String(job.parameter(options.id));
		const { body, headers } = await job.call({
			expect: 'stream',
			consume: async (reply) => {
				if (!isReadable(reply.body)) throw new ApiFailure({ kind: 'unreadable' });
				const name =
					fileNameIn(reply.headers['content-disposition']) ?? `${id}.${options.extension}`;
				const [type] = String(reply.headers['content-type'] ?? options.type).split(';');
				return await job.context.helpers.prepareBinaryData(reply.body, name, type.trim());
			},
		});
		const binary = body as Awaited<ReturnType<Job['context']['helpers']['prepareBinaryData']>>;
		const field = String(job.parameter('binaryPropertyName') || 'data');
		const json: IDataObject = {
			[options.id]: id,
			fileName: binary.fileName,
			mimeType: binary.mimeType,
		};
		const size = binary.bytes ?? Number(headers['content-length']);
		if (Number.isFinite(size)) json.fileSize = size;
		return [{ ...itemOf(job, json), binary: { [field]: binary } }];
	};

/** Turns "not there yet" into an item, where the user's option asks for that. */
export const orUnavailable =
	(id: string, runner: Runner): Runner =>
	async (job) =>
		await runner(job).catch((error: unknown) => {
			if (!isGone(error) || job.parameter('options.whenUnavailable') !== 'item') throw error;
			return [itemOf(job, { [id]: String(job.parameter(id)), available: false })];
		});

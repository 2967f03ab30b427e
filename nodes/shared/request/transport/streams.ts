import type { BinaryHelperFunctions, IDataObject } from 'n8n-workflow';

/** A Node stream, as n8n's helper returns it for `encoding: 'stream'`. */
export type Readable = Exclude<Parameters<BinaryHelperFunctions['prepareBinaryData']>[0], Buffer>;

const MAX_ERROR_BYTES = 65_536;

/** Whether a value is a Node stream. */
export const isReadable = (value: unknown): value is Readable =>
	typeof value === 'object' && value !== null && 'pipe' in value && Symbol.asyncIterator in value;

/** Destroys a stream with an error as soon as it has produced more than `maxBytes`. */
export function limitBytes(stream: Readable, maxBytes: number, error: () => Error): void {
	let bytes = (stream as { readableLength?: number }).readableLength ?? 0;
	const push = stream.push.bind(stream);
	stream.push = (chunk: { length?: number } | null, ...more: unknown[]) => {
		bytes += chunk?.length ?? 0;
		if (bytes <= maxBytes) return push(chunk, ...(more as []));
		stream.destroy(error());
		return false;
	};
}

/** Reads an error response from a stream, at most 64 KB of it. Returns the parsed JSON, or text if it is not JSON. */
export async function readErrorResponse(stream: Readable): Promise<IDataObject | string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > MAX_ERROR_BYTES) break;
	}
	const text = Buffer.concat(chunks).toString('utf8');
	try {
		return JSON.parse(text) as IDataObject;
	} catch {
		return text;
	}
}

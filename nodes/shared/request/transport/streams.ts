import type { BinaryHelperFunctions, IDataObject } from 'n8n-workflow';

/** A Node stream, as n8n hands it out for `encoding: 'stream'`. */
export type Readable = Exclude<Parameters<BinaryHelperFunctions['prepareBinaryData']>[0], Buffer>;

const MAX_ERROR_BYTES = 65_536;

export const isReadable = (value: unknown): value is Readable =>
	typeof value === 'object' && value !== null && 'pipe' in value && Symbol.asyncIterator in value;

/** Breaks a file off with an error once more than `maxBytes` of it have come. */
export function limitBytes(stream: Readable, maxBytes: number, error: () => Error): void {
	let bytes = (stream as { readableLength?: number }).readableLength ?? 0;
	const push = stream.push.bind(stream);
	stream.push = (part: { length?: number } | null, ...more: unknown[]) => {
		bytes += part?.length ?? 0;
		if (bytes <= maxBytes) return push(part, ...(more as []));
		stream.destroy(error());
		return false;
	};
}

/**
 * Reads the short reply behind a stream, an error's as a rule: parsed where it is JSON, else text.
 * Stops after 64 KB.
 */
export async function bytesOf(stream: Readable): Promise<IDataObject | string> {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of stream) {
		parts.push(part);
		size += part.length;
		if (size > MAX_ERROR_BYTES) break;
	}
	const text = Buffer.concat(parts).toString('utf8');
	try {
		return JSON.parse(text) as IDataObject;
	} catch {
		return text;
	}
}

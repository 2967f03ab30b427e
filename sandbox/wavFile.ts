/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

const SAMPLE_RATE = 8000;
const HEADER_BYTES = 44;
/** One second of a 440 Hz tone, 16-bit mono. */
const SECOND = generateTone();

/**
 * A WAV file of exactly `bytes` bytes, generated one second at a time, so that a file of
 * any size needs little memory. The same size always has the same bytes.
 */
export function* wavChunks(bytes: number): Generator<Buffer> {
	yield header(bytes - HEADER_BYTES).subarray(0, bytes);
	for (let left = bytes - HEADER_BYTES; left > 0; left -= SECOND.length) {
		yield left < SECOND.length ? SECOND.subarray(0, left) : SECOND;
	}
}

/** Size of a WAV file of a duration, bytes. */
export function wavSize(seconds: number): number {
	return HEADER_BYTES + SECOND.length * seconds;
}

/** A recording's content as a stream. */
export function wavStream(bytes: number | Uint8Array): Readable {
	return Readable.from(typeof bytes === 'number' ? wavChunks(bytes) : [Buffer.from(bytes)], {
		objectMode: false,
	});
}

function generateTone(): Buffer {
	const samples = Buffer.alloc(SAMPLE_RATE * 2);
	for (let i = 0; i < SAMPLE_RATE; i += 1) {
		samples.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE)), i * 2);
	}
	return samples;
}

function header(dataBytes: number): Buffer {
	const size = Math.max(0, dataBytes);
	const head = Buffer.alloc(HEADER_BYTES);
	head.write('RIFF', 0, 'latin1');
	head.writeUInt32LE(36 + size, 4);
	head.write('WAVEfmt ', 8, 'latin1');
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(SAMPLE_RATE, 24);
	head.writeUInt32LE(SAMPLE_RATE * 2, 28);
	head.writeUInt16LE(2, 32);
	head.writeUInt16LE(16, 34);
	head.write('data', 36, 'latin1');
	head.writeUInt32LE(size, 40);
	return head;
}

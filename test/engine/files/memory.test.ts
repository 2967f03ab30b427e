/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { SEED, wavChunks } from '../../../sandbox';
import { useShared } from '../../support/useShared';
import { startSandboxProcess } from '../sandboxProcess';
import { getRecording, uploadLargeFile, upTo } from '../fixtures';
import { useTestEnv } from '../harness';

const MB = 1024 * 1024;
const SMALL = 10 * MB;
const LARGE = 100 * MB;

const testEnv = useTestEnv({ binaryData: 'filesystem' });
const otherProcess = useShared(async () => await startSandboxProcess([LARGE, SMALL]));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in buffers after a garbage collection. */
function bytesHeld(): number {
	collectGarbage();
	return process.memoryUsage().arrayBuffers;
}

/**
 * The increase of the bytes in buffers while `work` runs; `work` can request additional measurements. Without garbage,
 * because V8 keeps tens of MB of it for any stream of this size, even for a pipe from a socket to a file; and without the
 * rest of the heap, which contains data of earlier tests in this process.
 */
async function increase(work: (measure: () => void) => Promise<void>): Promise<number> {
	const before = await settled(bytesHeld);
	let highest = before;
	const measure = () => {
		highest = Math.max(highest, bytesHeld());
	};
	let done = false;
	const measuring = (async () => {
		while (!done) {
			const startedAt = Date.now();
			measure();
			// Longer pauses after slow garbage collections, so that the stream has enough time.
			await sleep(50 + 5 * (Date.now() - startedAt));
		}
	})();
	await work(measure).finally(() => {
		done = true;
	});
	await measuring;
	return highest - before;
}

/** Measures until the value no longer falls, because buffers are freed some turns after their collection. */
async function settled(measure: () => number): Promise<number> {
	let last = measure();
	for (let turn = 0; turn < 40; turn++) {
		await sleep(50);
		const now = measure();
		if (last - now < MB / 4 && turn > 3) return now;
		last = now;
	}
	return last;
}

async function download(size: number): Promise<void> {
	const messageId = size === LARGE ? SEED.callMessageId : SEED.secondCallMessageId;
	const parameters = getRecording({ messageId });
	const { error, json } = await testEnv.run({
		parameters,
		credentials: { baseUrl: otherProcess.url },
	});
	expect(error).toBeUndefined();
	expect(json[0].fileSize).toBe(size);
}

async function upload(size: number): Promise<void> {
	const content = Readable.from(wavChunks(size), { objectMode: false });
	const data = await testEnv.file({ content, name: 'a.wav', type: 'audio/wav' });
	const { error, json } = await testEnv.run({
		parameters: uploadLargeFile(),
		items: [{ json: {}, binary: { data } }],
		credentials: { baseUrl: otherProcess.url },
	});
	expect(error).toBeUndefined();
	expect(json[0].size).toBe(size);
}

describe('files of 100 MB stored on disk', () => {
	it.each([
		['down', download],
		['up', upload],
	])('%s use less than 40 MB of memory', async (_, carry) => {
		await carry(SMALL);
		expect(await increase(async () => await carry(LARGE))).toBeLessThan(40 * MB);
	});

	it('would use more if they were kept in memory', async () => {
		const held: Buffer[] = [];
		const hold = async (measure: () => void) => {
			held.push(...upTo(100).map(() => Buffer.alloc(MB)));
			measure();
		};
		expect(await increase(hold)).toBeGreaterThan(40 * MB);
		expect(held).toHaveLength(100);
	});
});

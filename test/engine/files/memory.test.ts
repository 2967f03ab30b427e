/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { SEED, wavChunks } from '../../../sandbox';
import { useShared } from '../../support/useShared';
import { startSandboxProcess } from '../sandboxProcess';
import { getRecording, uploadLargeFile, upTo } from '../fixtures';
import { startTestEnv } from '../harness';

const MB = 1024 * 1024;
const SMALL = 10 * MB;
const LARGE = 100 * MB;

const testEnv = useShared(async () => await startTestEnv({ binaryData: 'filesystem' }));
const apart = useShared(async () => await startSandboxProcess([LARGE, SMALL]));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes held in buffers, once what nobody holds is gone. */
function bytesHeld(): number {
	collectGarbage();
	return process.memoryUsage().arrayBuffers;
}

/**
 * How far the bytes held in buffers rise above where they stood, while something runs; `work` may call for a look at a
 * moment that counts. Garbage does not count: V8 lets tens of MB of it lie while any stream of that size passes, a bare
 * pipe from a socket to a file included. Nor does the rest of the heap: tests that ran in this process before leave theirs.
 */
async function rise(work: (look: () => void) => Promise<void>): Promise<number> {
	const before = await settled(bytesHeld);
	let highest = before;
	const look = () => {
		highest = Math.max(highest, bytesHeld());
	};
	let done = false;
	const looking = (async () => {
		while (!done) {
			const startedAt = Date.now();
			look();
			// Collecting takes its time; the stream gets more.
			await sleep(50 + 5 * (Date.now() - startedAt));
		}
	})();
	await work(look).finally(() => {
		done = true;
	});
	await looking;
	return highest - before;
}

/** A reading that no longer falls: buffers are freed some turns after they were collected. */
async function settled(look: () => number): Promise<number> {
	let last = look();
	for (let turn = 0; turn < 40; turn++) {
		await sleep(50);
		const now = look();
		if (last - now < MB / 4 && turn > 3) return now;
		last = now;
	}
	return last;
}

async function download(size: number): Promise<void> {
	const messageId = size === LARGE ? SEED.callMessageId : SEED.secondCallMessageId;
	const parameters = getRecording({ messageId });
	const { error, json } = await testEnv.run({ parameters, credentials: { baseUrl: apart.url } });
	expect(error).toBeUndefined();
	expect(json[0].fileSize).toBe(size);
}

async function upload(size: number): Promise<void> {
	const content = Readable.from(wavChunks(size), { objectMode: false });
	const data = await testEnv.file({ content, name: 'a.wav', type: 'audio/wav' });
	const { error, json } = await testEnv.run({
		parameters: uploadLargeFile(),
		items: [{ json: {}, binary: { data } }],
		credentials: { baseUrl: apart.url },
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
		expect(await rise(async () => await carry(LARGE))).toBeLessThan(40 * MB);
	});

	it('would use more if they were kept in memory', async () => {
		const held: Buffer[] = [];
		const hold = async (look: () => void) => {
			held.push(...upTo(100).map(() => Buffer.alloc(MB)));
			look();
		};
		expect(await rise(hold)).toBeGreaterThan(40 * MB);
		expect(held).toHaveLength(100);
	});
});

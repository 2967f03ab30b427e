/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { SEED, startSandbox } from '../../../sandbox';

/** Serves recordings of the sizes (bytes) in the command line, and sends its address to the parent process. */
async function main(): Promise<void> {
	const { state, url } = await startSandbox({ rateLimit: { max: 100_000 } });
	const ids = [SEED.callMessageId, SEED.secondCallMessageId];
	for (const [index, id] of ids.entries()) {
		const recording = {
			bytes: Number(process.argv[2 + index]),
			type: 'audio/x-wav',
			fileName: 'a.wav',
		};
		state.recordings.set(id, recording);
	}
	process.once('disconnect', () => process.exit());
	process.send?.(url);
}

void main();

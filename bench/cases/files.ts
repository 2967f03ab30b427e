import type { Sandbox } from '../../sandbox';
import { SEED } from '../../sandbox/seed/ids';
import * as httpRequest from '../contenders/httpRequest';
import * as node from '../contenders/node';
import * as pipe from '../contenders/pipe';
import * as sdk from '../contenders/sdk';
import { expectedHash } from '../contenders/shared';
import type { Case } from '../types';
import { NO_LIMIT } from './limits';

const MB = 1024 * 1024;
const GOAL_MB = 40;
const MEMORY =
	'Held is what a garbage collection leaves over. The resident size also has what piles up between two collections: V8 lets 64 MB of buffers do so, and the bare pipe (http into a file) shows the same.';

function fillRecording({ state }: Sandbox, quick: boolean) {
	const bytes = (quick ? 20 : 100) * MB;
	const { callMessageId: messageId, secondCallMessageId: smallMessageId, conversationId } = SEED;
	state.recordings.set(messageId, { bytes, type: 'audio/x-wav', fileName: 'call.wav' });
	return {
		given: { bytes, messageId, smallMessageId, conversationId },
		expected: { sha256: expectedHash(bytes) },
	};
}

export const download: Case = {
	title: 'A recording of 100 MB down into n8n’s store',
	metric: 'heldMb',
	sandbox: { rateLimit: NO_LIMIT },
	fill: fillRecording,
	contenders: {
		'bare pipe': pipe.download,
		'our node': node.download,
		'HTTP Request': httpRequest.download,
		'official SDK, asked for bytes': sdk.download,
	},
	goals: [{ contender: 'our node', atMost: GOAL_MB }],
	runs: 3,
	remark: MEMORY,
};

export const upload: Case = {
	title: 'A file of 100 MB up from n8n’s store',
	metric: 'heldMb',
	sandbox: { rateLimit: NO_LIMIT },
	fill: fillRecording,
	contenders: { 'our node': node.upload, 'HTTP Request (the PUT alone)': httpRequest.upload },
	goals: [{ contender: 'our node', atMost: GOAL_MB }],
	judge: ({ failure }, { sha256 }, { uploads }) => {
		if (uploads.length > 0 && uploads.every((hash) => hash === sha256)) return undefined;
		return failure ?? (uploads.length === 0 ? 'nothing arrived' : 'other bytes arrived');
	},
	runs: 3,
	remark: `${MEMORY} The SDK leaves the bytes of a large upload to its caller.`,
};

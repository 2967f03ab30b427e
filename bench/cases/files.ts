import type { Sandbox } from '../../sandbox';
import { SEED } from '../../sandbox/seedIds';
import * as httpRequest from '../contenders/httpRequest';
import * as node from '../contenders/node';
import * as pipe from '../contenders/pipe';
import * as sdk from '../contenders/sdk';
import { expectedHash } from '../contenders/shared';
import type { Case } from '../types';
import { NO_LIMIT } from './limits';

const MB = 1024 * 1024;
const GOAL_MB = 40;

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
	title: 'A recording of 100 MB down into n8n’s store, memory above the start',
	metric: 'peakMb',
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
	remark:
		'The bare pipe (http into a file) shows what Node itself lets pile up between two garbage collections. The SDK hands over the bytes in memory.',
};

export const upload: Case = {
	title: 'A file of 100 MB up from n8n’s store, memory above the start',
	metric: 'peakMb',
	sandbox: { rateLimit: NO_LIMIT },
	fill: fillRecording,
	contenders: { 'our node': node.upload, 'HTTP Request (the PUT alone)': httpRequest.upload },
	goals: [{ contender: 'our node', atMost: GOAL_MB }],
	judge: ({ failure }, { sha256 }, { uploads }) => {
		if (uploads.length === 1 && uploads[0] === sha256) return undefined;
		return failure ?? (uploads.length === 0 ? 'nothing arrived' : 'other bytes arrived');
	},
	runs: 3,
	remark: 'The SDK asks for the signed address and leaves the bytes to its caller.',
};

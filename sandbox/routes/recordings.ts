/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

import { checkLocation } from '../auth';
import { findMessage, type Call, type Endpoint, type SandboxContext } from '../endpoint';
import { refuse } from '../errors';
import { wavStream } from '../wavFile';
import type { Sentence } from '../types';

/** Recordings and transcripts of calls. The order of the IDs in their paths differs. */
export function recordingEndpoints(context: SandboxContext): Endpoint[] {
	const { state } = context;
	const messageOf = ({ token, params }: Call) => {
		checkLocation(token, params.locationId);
		return findMessage(context, token, params.messageId);
	};
	const transcriptOf = (call: Call): Sentence[] | Sentence => {
		const transcript = state.transcripts.get(messageOf(call).id);
		if (!transcript) throw refuse(state.notReadyStatus, 'Transcription not found for this message');
		return transcript;
	};
	return [
		{
			method: 'get',
			path: '/conversations/messages/:messageId/locations/:locationId/recording',
			scope: 'conversations/message.readonly',
			run: (call) => {
				const recording = state.recordings.get(messageOf(call).id);
				if (!recording) throw refuse(state.notReadyStatus, 'Recording not found for this message');
				const { bytes, type, fileName, disposition } = recording;
				const headers = {
					'content-type': type,
					'content-length': String(typeof bytes === 'number' ? bytes : bytes.length),
					'content-disposition': disposition ?? `attachment; filename=${fileName}`,
				};
				return { headers, content: wavStream(bytes) };
			},
		},
		{
			method: 'get',
			path: '/conversations/locations/:locationId/messages/:messageId/transcription',
			scope: 'conversations/message.readonly',
			run: (call) => ({ json: transcriptOf(call) }),
		},
		{
			method: 'get',
			path: '/conversations/locations/:locationId/messages/:messageId/transcription/download',
			scope: 'conversations/message.readonly',
			run: (call) => {
				const text = transcriptText([transcriptOf(call)].flat());
				const headers = {
					'content-type': 'text/plain; charset=utf-8',
					'content-length': String(Buffer.byteLength(text)),
					'content-disposition': `attachment; filename="transcription-${call.params.messageId}.txt"`,
				};
				return { headers, content: Readable.from([Buffer.from(text)]) };
			},
		},
	];
}

function transcriptText(sentences: Sentence[]): string {
	return sentences
		.map(({ mediaChannel, transcript }) => `Speaker ${mediaChannel}: ${transcript}\n`)
		.join('');
}

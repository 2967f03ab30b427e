/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** Node's `http` piped into a file: the minimum memory of a download. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { Contender } from '../types';

export const download: Contender = async ({
	url,
	token,
	locationId,
	messageId,
	smallMessageId,
	temporaryFolder,
}) => {
	const file = join(temporaryFolder, 'call.wav');
	const headers = {
		Authorization: `Bearer ${token}`,
		Version: '2021-04-15',
		'User-Agent': 'bench',
	};
	const fetched = async (id?: string) => {
		const address = `${url}/conversations/messages/${id}/locations/${locationId}/recording`;
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			get(address, { headers }, resolve).once('error', reject);
		});
		await pipeline(response, createWriteStream(file));
	};
	return {
		warmUp: async () => await fetched(smallMessageId),
		run: async () => {
			await fetched(messageId);
			return {};
		},
		proof: async () => {
			const hash = createHash('sha256');
			for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
			return { sha256: hash.digest('hex') };
		},
	};
};

/** HighLevel's SDK with retries, ten requests at a time. */
import { createHash } from 'node:crypto';

import type { Contender, Target } from '../types';
import { mapConcurrently, waitForNewWindow } from './shared';

const AT_A_TIME = 10;

async function clientFor({ url, token }: Target) {
	const { HighLevel } = await import('@gohighlevel/api-client');
	const client = new HighLevel({
		privateIntegrationToken: token,
		apiVersion: '2021-04-15',
		rateLimitRetry: true,
		// Do not log each 429.
		logLevel: 'none',
	});
	const http = client.getHttpClient();
	http.defaults.baseURL = url;
	http.defaults.headers.common['User-Agent'] = 'bench';
	return client;
}

export const sends: Contender = async (target) => {
	const { conversations } = await clientFor(target);
	const send = async (contactId: string) =>
		await conversations.sendANewMessage({
			type: 'SMS',
			contactId,
			message: `Hello ${contactId}`,
		} as Parameters<typeof conversations.sendANewMessage>[0]);
	const run = async (ids: string[] = []) => await mapConcurrently(AT_A_TIME, ids, send);
	return {
		warmUp: async () => {
			await run(target.spareIds);
			await waitForNewWindow(target);
		},
		run: async () => {
			const replies = await run(target.ids);
			return { ids: replies.map(({ messageId }) => messageId) };
		},
	};
};

export const gets: Contender = async (target) => {
	const { conversations } = await clientFor(target);
	const run = async (ids: string[] = []) =>
		await mapConcurrently(AT_A_TIME, ids, async (id) => await conversations.getMessage({ id }));
	return {
		warmUp: async () => await run(target.ids?.slice(0, 20)),
		run: async () => {
			const replies = await run(target.ids);
			// The SDK's type is flat, but the live response wraps the record.
			return {
				ids: replies.map((reply) => {
					const { message } = reply as unknown as { message: { id: string } };
					return message.id;
				}),
			};
		},
	};
};

/** Requests bytes, because by default the SDK converts the file to text and corrupts it. */
export const download: Contender = async (target) => {
	const { conversations } = await clientFor(target);
	const { locationId } = target;
	const fetched = async (messageId = '') =>
		(await conversations.getMessageRecording(
			{ locationId, messageId },
			{ responseType: 'arraybuffer' },
		)) as Buffer;
	let bytes: Buffer | undefined;
	return {
		warmUp: async () => await fetched(target.smallMessageId),
		run: async () => {
			bytes = await fetched(target.messageId);
			return {};
		},
		proof: async () => ({
			sha256: bytes && createHash('sha256').update(bytes).digest('hex'),
		}),
	};
};

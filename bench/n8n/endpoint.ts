/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint on loopback that answers every send at once, without a rate limit. */
export interface Endpoint {
	url: string;
	/** Time of each request, ms since 1970. */
	arrivals: number[];
	stop(): Promise<void>;
}

/** HighLevel's rate limit headers, with a limit that is never reached. */
const HEADERS = {
	'content-type': 'application/json',
	'x-ratelimit-max': '1000000',
	'x-ratelimit-remaining': '999999',
	'x-ratelimit-interval-milliseconds': '10000',
};

export async function startEndpoint(): Promise<Endpoint> {
	const arrivals: number[] = [];
	const server = createServer((request, response) => {
		arrivals.push(Date.now());
		const id = `m${arrivals.length}`;
		request.resume().on('end', () => {
			response.writeHead(201, HEADERS);
			response.end(JSON.stringify({ messageId: id, conversationId: 'c', traceId: id }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		arrivals,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

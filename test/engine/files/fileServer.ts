/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
	url: string;
	/** What it was asked, in order. */
	seen: IncomingMessage[];
}

/** A server of somebody else's on loopback, for as long as `work` takes. */
export async function withServer<T>(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
	work: (server: FileServer) => Promise<T>,
): Promise<T> {
	const seen: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		seen.push(request);
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await work({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen });
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

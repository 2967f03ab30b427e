/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
	url: string;
	/** The requests that it received, in order. */
	requests: IncomingMessage[];
}

/** Starts a file server on loopback while `work` runs. */
export async function withServer<T>(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
	work: (server: FileServer) => Promise<T>,
): Promise<T> {
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await work({
			url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			requests,
		});
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** @returns the port that could be bound on loopback, or undefined when it is taken. `0` asks for any. */
async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const { port: bound } = server.address() as AddressInfo;
			server.close(() => resolve(bound));
		});
	});
}

/** @returns whether nothing listens on this loopback port. */
export async function isFree(port: number): Promise<boolean> {
	return (await tryPort(port)) !== undefined;
}

/**
 * @param preferred taken when it is free
 * @returns a free loopback port
 * @throws when the machine has none left
 */
export async function freePort(preferred = 0): Promise<number> {
	const port = (await tryPort(preferred)) ?? (await tryPort(0));
	if (port === undefined) throw new Error('This machine has no free port on 127.0.0.1.');
	return port;
}

/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { join, resolve } from 'node:path';

/** Root folder of the project. */
export const PROJECT = resolve(__dirname, '..');

/** The private package with the pinned n8n and the Node that runs it. */
export const PINNED = join(PROJECT, 'n8n');

/** Files of the demo; ignored by git, removed by `npm run clean`. */
export const STATE = join(PROJECT, '.n8n-data');

/** The name under which n8n loads the package, and the prefix of its node types. */
export const PACKAGE_NAME = 'n8n-nodes-highlevel-conversations';

/** @returns the Node binary that belongs to an n8n installation (n8n needs a newer Node than ours). */
export function nodeOf(installation: string): string {
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(installation, 'node_modules', 'node', 'bin', binary);
}

/** @returns the command-line entry of the n8n in an installation folder. */
export function n8nOf(installation: string): string {
	return join(installation, 'node_modules', 'n8n', 'bin', 'n8n');
}

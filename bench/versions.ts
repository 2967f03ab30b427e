/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import { PROJECT } from '../n8n/paths';
import { BUILT_IN } from './packedPackage';

function versionIn(folder: string): string {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	return `${manifest.name} ${manifest.version}`;
}

/** The header of the results: date, machine and versions. */
export function preface(minutes: number): string {
	const modules = ['n8n-core', 'n8n-workflow', '@gohighlevel/api-client', 'node'];
	const versions = [
		PROJECT,
		...modules.map((name) => join(PROJECT, 'node_modules', name)),
		BUILT_IN,
	].map(versionIn);
	const [{ model }] = cpus();
	const memory = (totalmem() / 2 ** 30).toFixed(0);
	return `# Side by side

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(0)} minutes, on ${cpus().length} cores (${model}) with ${memory} GB.
${versions.join(' · ')}

Each run has a process of its own, and the sandbox another; the contenders take turns. All nodes run in n8n's engine, with expressions in its isolate, the same credential, and binary data on disk. Time is from the start of the workflow (or loop) to its last result; memory is the highest resident size above that before the run.
`;
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './paths';
import { run } from './processes';

/**
 * Packs the built package as `npm publish` would.
 * @param folder of the tarball
 * @returns its path
 */
export async function packPackage(folder: string): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { code, stdout, stderr } = await run('npm', args, { cwd: PROJECT });
	if (code !== 0) throw new Error(`npm pack: ${stderr}`);
	const [{ filename }] = JSON.parse(stdout) as Array<{ filename: string }>;
	return join(folder, filename);
}

/**
 * Installs a tarball as n8n does: in its community folder, without peer dependencies and scripts. A link
 * to this checkout would load a second copy of n8n-workflow from its node_modules.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
	const flags = ['--offline', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	const { code, stderr } = await run('npm', ['install', ...flags, tarball], { cwd: folder });
	if (code !== 0) throw new Error(`npm install of the tarball: ${stderr}`);
}

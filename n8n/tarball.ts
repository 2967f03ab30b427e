/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './paths';
import { run } from './processes';

/**
 * Packs the built package as `npm publish` would.
 * @param folder where the tarball goes
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
 * Installs a tarball the way n8n does: into its community folder, without peers and scripts. A link
 * to this checkout would not do: its node_modules would bring a second copy of n8n-workflow.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
	const flags = ['--offline', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	const { code, stderr } = await run('npm', ['install', ...flags, tarball], { cwd: folder });
	if (code !== 0) throw new Error(`npm install of the tarball: ${stderr}`);
}

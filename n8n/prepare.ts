/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage, packPackage } from './tarball';
import { PROJECT, STATE } from './paths';
import { run } from './processes';
import { step } from './progress';

/** A first start writes about 60 MB; leave n8n room for executions and files. */
const NEEDED_BYTES = 500e6;

/**
 * Builds the package and installs it into an n8n folder.
 * @throws when the disk is nearly full, or with the build's output when it fails
 */
export async function prepare(userFolder: string): Promise<void> {
	mkdirSync(STATE, { recursive: true });
	const { bavail, bsize } = statfsSync(STATE);
	if (bavail * bsize < NEEDED_BYTES) {
		const free = Math.round((bavail * bsize) / 1e6);
		throw new Error(`Only ${free} MB are free on this disk; n8n needs ${NEEDED_BYTES / 1e6} MB.`);
	}
	await step('Building the package', build);
	await step('Installing it into n8n', async () => {
		const folder = join(STATE, 'pack');
		await installPackage(userFolder, await packPackage(folder));
		rmSync(folder, { recursive: true, force: true });
	});
}

async function build(): Promise<void> {
	const gulp = join(PROJECT, 'node_modules', 'gulp', 'bin', 'gulp.js');
	const { code, stdout, stderr } = await run(process.execPath, [gulp, 'build'], { cwd: PROJECT });
	if (code !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
}

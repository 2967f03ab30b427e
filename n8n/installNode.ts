/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	statfsSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { installPackage, packPackage } from './tarball';
import { PROJECT, STATE } from './paths';
import { run } from './processes';
import { showProgress } from './progress';

/** A first start writes about 60 MB; the rest is for executions and files. */
const NEEDED_BYTES = 500e6;

/** Input of the build. */
const SOURCES = ['nodes', 'credentials', 'icons', 'package.json', 'tsconfig.json', 'gulpfile.js'];

/**
 * Builds the package and installs it in an n8n folder, unless these sources are already installed.
 * @throws Error if the disk is nearly full, or with the output of the build if it fails
 */
export async function installNode(userFolder: string): Promise<void> {
	mkdirSync(STATE, { recursive: true });
	const { bavail, bsize } = statfsSync(STATE);
	if (bavail * bsize < NEEDED_BYTES) {
		const free = Math.round((bavail * bsize) / 1e6);
		throw new Error(`Only ${free} MB are free on this disk; n8n needs ${NEEDED_BYTES / 1e6} MB.`);
	}
	const mark = join(userFolder, 'installed-sources');
	const sources = fingerprint();
	if (existsSync(mark) && readFileSync(mark, 'utf8') === sources) return;
	await showProgress('Building the package', build);
	await showProgress('Installing it into n8n', async () => {
		const folder = join(STATE, 'pack');
		await installPackage(userFolder, await packPackage(folder));
		rmSync(folder, { recursive: true, force: true });
	});
	writeFileSync(mark, sources);
}

/** @returns a hash of path, time and size of every source file. */
function fingerprint(): string {
	const hash = createHash('sha256');
	const visit = (path: string) => {
		const stats = statSync(path);
		if (stats.isDirectory()) {
			for (const name of readdirSync(path).sort()) visit(join(path, name));
		} else {
			hash.update(`${path} ${stats.mtimeMs} ${stats.size}\n`);
		}
	};
	for (const source of SOURCES) visit(join(PROJECT, source));
	return hash.digest('hex');
}

/** Builds the package. Throws with the output of the build if it fails. */
export async function build(): Promise<void> {
	const gulp = join(PROJECT, 'node_modules', 'gulp', 'bin', 'gulp.js');
	const { code, stdout, stderr } = await run(process.execPath, [gulp, 'build'], { cwd: PROJECT });
	if (code !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
}

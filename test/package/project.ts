/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

/** What the package is built from. */
const PARTS = [
	'nodes',
	'credentials',
	'icons',
	'gulpfile.js',
	'index.js',
	'package.json',
	'tsconfig.json',
	'README.md',
	'LICENSE.md',
	'CHANGELOG.md',
];

export interface Outcome {
	code: number;
	/** Standard output and standard error. */
	output: string;
	stdout: string;
}

/** Without Jest's NODE_ENV, which makes n8n's lint rules behave as in their own tests. */
const env = { ...process.env, NODE_ENV: undefined };

/** Runs a program in a folder until it ends, for at most ten minutes. */
export async function runIn(cwd: string, file: string, ...args: string[]): Promise<Outcome> {
	return await new Promise((done) => {
		execFile(
			file,
			args,
			{ cwd, env, timeout: 600_000, maxBuffer: 2 ** 25 },
			(error, stdout, stderr) => {
				const code = error ? Number(error.code ?? 1) : 0;
				done({ code, stdout, output: stdout + stderr });
			},
		);
	});
}

/** A copy of the sources in a new folder, beside the installed packages. */
export async function copyOfProject(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'highlevel-package-'));
	for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

/** Builds a copy as `npm run build` does. */
export const build = async (folder: string): Promise<Outcome> =>
	await runIn(folder, process.execPath, join(ROOT, 'node_modules/gulp/bin/gulp.js'), 'build');

/** Packs a built copy and unpacks the tarball elsewhere. Returns the folder of the package. */
export async function packed(folder: string): Promise<string> {
	const pack = await runIn(folder, 'npm', 'pack', '--ignore-scripts', '--json');
	if (pack.code !== 0) throw new Error(pack.output);
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error('npm packed nothing');
	const target = join(folder, 'unpacked');
	await mkdir(target);
	const tar = await runIn(folder, 'tar', '-xzf', tarball, '-C', target);
	if (tar.code !== 0) throw new Error(tar.output);
	return join(target, 'package');
}

/** Paths of all files in a folder, with slashes, in alphabetical order. */
export async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.map((path) => path.split(sep).join('/'))
		.sort();
}

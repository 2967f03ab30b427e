// Prepares a release: `npm run release -- 0.2.0`. Checks the state of the repository, sets the version in package.json, its lockfile
// and the default User-Agent, dates the changelog, commits and tags. It does not push; the last line says how to.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const [version] = process.argv.slice(2);

/** Prints a message and ends the process. */
function fail(message) {
	console.error(message);
	process.exit(1);
}

/** Runs a command in the repository and returns its output. Ends the process if it fails. */
function run(command, ...args) {
	const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
	if (status !== 0) fail(`\`${command} ${args.join(' ')}\` failed.`);
	return stdout.trim();
}

/** Rewrites a file. Ends the process if `change` does not change it. */
function edit(file, change) {
	const path = join(root, file);
	const before = readFileSync(path, 'utf8');
	const after = change(before);
	if (after === before) fail(`${file} contains nothing to change for version ${version}.`);
	writeFileSync(path, after);
}

if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? '')) {
	fail('Enter the new version, e.g. npm run release -- 0.2.0');
}
const { version: current } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
if (run('git', 'status', '--porcelain') !== '') fail('Commit or stash your changes first.');
if (run('git', 'branch', '--show-current') !== 'main') fail('Check out the branch main first.');
if (run('git', 'tag', '--list', version) !== '') fail(`The tag ${version} exists already.`);

const date = new Date().toISOString().slice(0, 10);
const heading = `## ${version} (${date})`;
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
if (!changelog.includes(`${heading}\n`)) {
	// A section of this version gets today's date.
	const prepared = new RegExp(`^## (Unreleased|${version.replaceAll('.', '\\.')} \\(.*\\))$`, 'm');
	edit('CHANGELOG.md', (text) => text.replace(prepared, heading));
}
if (version !== current) {
	run('npm', 'version', version, '--no-git-tag-version');
	edit('credentials/shared/fields.ts', (text) =>
		text.replace(
			`n8n-nodes-highlevel-conversations/${current}`,
			`n8n-nodes-highlevel-conversations/${version}`,
		),
	);
}
// If nothing has changed, no commit is needed.
if (run('git', 'status', '--porcelain') !== '')
	run('git', 'commit', '--all', '--message', `Release ${version}`);
run('git', 'tag', version);
console.log(
	`Version ${version} is committed and tagged. Publish it with: git push origin main ${version}`,
);

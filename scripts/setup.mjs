// Installs what is missing, so that every npm script works right after a clone.
// `node scripts/setup.mjs` installs the package's dependencies; `node scripts/setup.mjs n8n` also the real n8n, `oldest`
// the oldest supported n8n.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
	console.error(
		`Node ${process.versions.node} is too old. This project requires Node 20 or newer.`,
	);
	process.exit(1);
}

/** Runs `npm ci` in a folder if its lockfile has changed since the last run. */
function install(folder, label) {
	const lock = join(folder, 'package-lock.json');
	const mark = join(folder, 'node_modules', '.installed');
	const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
	if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
	console.error(`Installing ${label} ...`);
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	const { status } = spawnSync('npm', args, {
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		console.error(
			`Installing ${label} failed. Check the network and the free disk space, then run the command again.`,
		);
		process.exit(status ?? 1);
	}
	writeFileSync(mark, hash);
}

install(root, 'the package (about two minutes, once)');
if (process.argv.includes('n8n')) {
	install(join(root, 'n8n'), 'n8n itself (about five minutes and 3 GB, once)');
}
if (process.argv.includes('oldest')) {
	install(
		join(root, 'n8n/oldest'),
		'the oldest n8n that is supported (about four minutes and 2 GB, once)',
	);
}

// Prints a version's section of the changelog, for the GitHub release: `node scripts/releaseNotes.mjs 0.1.0`.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const [version] = process.argv.slice(2);
const sections = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m).slice(1);
const section = sections.find((each) => each.startsWith(`${version} (`));
if (section === undefined) {
	console.error(`CHANGELOG.md has no section "## ${version} (<date>)".`);
	process.exit(1);
}
console.log(section.slice(section.indexOf('\n')).trim());

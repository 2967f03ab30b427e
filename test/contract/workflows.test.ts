/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { scripts, version } from '../../package.json';

const ROOT = resolve(__dirname, '../..');
const workflow = (name: string) =>
	readFileSync(resolve(ROOT, '.github/workflows', `${name}.yml`), 'utf8');
const node = (...args: string[]) =>
	execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }).trim();

const steps = node('scripts/ci.mjs', '--list').split('\n');

test('each step of the checks is a script of package.json', () => {
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(steps));
});

test('CI runs the steps of .ci/run in their order, one by one', () => {
	const runs = [...workflow('ci').matchAll(/run: (.+)/g)].map(([, command]) => command);
	expect(runs).toEqual(['bash .ci/install', ...steps.map((each) => `node scripts/ci.mjs ${each}`)]);
});

test('a version is only published after everything that CI runs', () => {
	expect(workflow('publish')).toMatch(/checks:\n\s+uses: \.\/\.github\/workflows\/ci\.yml\n/);
	expect(workflow('publish')).toMatch(/publish:\n\s+needs: checks\n/);
});

test("the release's notes are the version's section of the changelog", () => {
	const notes = node('scripts/releaseNotes.mjs', version);
	expect(notes.length).toBeGreaterThan(100);
	expect(notes).not.toMatch(/^## /m);
});

test('there are no notes for a version that the changelog does not describe', () => {
	const notes = () => execFileSync(process.execPath, ['scripts/releaseNotes.mjs', '99.0.0'], { cwd: ROOT, stdio: 'pipe' }); // prettier-ignore
	expect(notes).toThrow('CHANGELOG.md has no section "## 99.0.0 (<date>)"');
});

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

test('has a script in package.json for every step of the checks', () => {
	expect(Object.keys(scripts)).toEqual(expect.arrayContaining(steps));
});

test('runs the steps of .ci/run one by one and in order in CI', () => {
	const runs = [...workflow('ci').matchAll(/run: (.+)/g)].map(([, command]) => command);
	expect(runs).toEqual(['bash .ci/install', ...steps.map((each) => `node scripts/ci.mjs ${each}`)]);
});

test('publishes a version only after all steps of CI', () => {
	expect(workflow('publish')).toMatch(/checks:\n\s+uses: \.\/\.github\/workflows\/ci\.yml\n/);
	expect(workflow('publish')).toMatch(/publish:\n\s+needs: checks\n/);
});

test("takes the release notes from the version's section of the changelog", () => {
	const notes = node('scripts/releaseNotes.mjs', version);
	expect(notes.length).toBeGreaterThan(100);
	expect(notes).not.toMatch(/^## /m);
});

test('has no release notes for a version without a section in the changelog', () => {
	const notes = () => execFileSync(process.execPath, ['scripts/releaseNotes.mjs', '99.0.0'], { cwd: ROOT, stdio: 'pipe' }); // prettier-ignore
	expect(notes).toThrow('CHANGELOG.md has no section "## 99.0.0 (<date>)"');
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { ROOT, runIn, type Outcome } from './project';

/** Left out of the copy: what no example needs, and what would be copied for minutes. */
const LEFT_OUT = /(^|\/)(node_modules|\.git|dist|coverage|\.n8n-data|docs\/images)$/;

interface Step {
	title: string;
	diffs: string[];
	commands: string[];
}

/** The worked examples of CONTRIBUTING.md: what each changes, and the commands under it. */
function examples(): Step[] {
	const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
	const [, worked] = /\n## Worked examples\n([^]*?)\n## /.exec(page) ?? [];
	const blocks = (text: string, language: string) =>
		[...text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, body]) => body);
	return (worked ?? '')
		.split(/\n### /)
		.slice(1)
		.map((section) => ({
			title: section.split('\n')[0],
			diffs: blocks(section, 'diff'),
			commands: blocks(section, 'bash').flatMap((body) => body.trim().split('\n')),
		}));
}

const steps = examples();
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'highlevel-contributing-'));
	await cp(ROOT, folder, {
		recursive: true,
		filter: (path) => !LEFT_OUT.test(relative(ROOT, path).replaceAll('\\', '/')),
	});
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const shell = async (command: string): Promise<Outcome> =>
	await runIn(folder, 'bash', '-c', command);

test('there are five', () => {
	expect(steps.map(({ title }) => title)).toEqual([
		'Add an operation',
		'Add a field',
		'Add a cursor',
		'Add an event to the polling trigger',
		'Add a hint to a failure',
	]);
	for (const { diffs, commands } of steps) {
		expect(diffs.length).toBeGreaterThan(0);
		expect(commands.length).toBeGreaterThan(0);
	}
});

// They build on each other, so they go in their order.
describe.each(steps)('$title', ({ diffs, commands }) => {
	test('applies as it stands', async () => {
		for (const diff of diffs) {
			await writeFile(join(folder, 'example.diff'), diff);
			const { code, output } = await shell('git apply example.diff');
			expect([output, code]).toEqual(['', 0]);
		}
	});

	test.each(commands)(
		'%s',
		async (command) => {
			const { code, output } = await shell(command);
			expect(code === 0 ? '' : output).toBe('');
		},
		600_000,
	);
});

test('the whole keeps to types, lint and formatting', async () => {
	for (const command of ['npx tsc --noEmit', 'npx tsc --noEmit -p test', 'npx eslint nodes test']) {
		const { code, output } = await shell(command);
		expect(code === 0 ? '' : output).toBe('');
	}
}, 600_000);

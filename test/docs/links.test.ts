/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const pages = execFileSync(
	'git',
	['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
	{
		cwd: ROOT,
		encoding: 'utf8',
	},
)
	.trim()
	.split('\n')
	.filter((page) => existsSync(join(ROOT, page)));
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
};
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');
/** A page without its code blocks, because brackets have another meaning in code. */
const proseOf = (page: string) => textOf(page).replace(/^```[^]*?^```/gm, '');

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): Set<string> {
	const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
	return new Set(
		headings.map((heading) =>
			heading
				.replace(/[`*_]/g, '')
				.toLowerCase()
				.replace(/[^\p{L}\p{N} -]/gu, '')
				.replace(/ /g, '-'),
		),
	);
}

/** The broken links of a page. */
function brokenLinks(page: string): string[] {
	const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
	return targets.filter((target) => {
		if (/^(https?:|mailto:)/.test(target)) return false;
		const [path, anchor] = target.split('#');
		const file = path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
		if (!existsSync(join(ROOT, file))) return true;
		return anchor !== undefined && !anchorsOf(file).has(anchor);
	});
}

/** The paths in code spans that do not exist. Placeholders in angle brackets and globs are skipped. */
function missingPaths(page: string): string[] {
	const spans = [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
	const paths = spans.filter((span) =>
		/^(nodes|credentials|sandbox|test|n8n|docs|examples|bench|scripts|events|engine|icons)\/[\w./-]+$/.test(
			span,
		),
	);
	const folders = ['', 'nodes/HighLevelConversationsTrigger', dirname(page)];
	return paths.filter((path) => !folders.some((folder) => existsSync(join(ROOT, folder, path))));
}

/** The npm scripts and test files that a page's commands name and that do not exist. */
function missingCommands(page: string): string[] {
	const text = textOf(page);
	const names = [...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name);
	const wrongScripts = names.filter((name) => !(name in scripts)).map((name) => `npm run ${name}`);
	const files = [...text.matchAll(/\bnpx jest (test\/[\w./-]+)/g)].map(([, file]) => file);
	const wrongFiles = files.filter(
		(file) => !['', '.ts', '.test.ts'].some((ending) => existsSync(join(ROOT, file + ending))),
	);
	return [...wrongScripts, ...wrongFiles];
}

describe('documentation', () => {
	it.each([
		['links to pages and anchors that exist', brokenLinks],
		['names paths that exist', missingPaths],
		['names commands that exist', missingCommands],
	])('%s', (_, problemsOf) => {
		const problems = pages.flatMap((page) => problemsOf(page).map((each) => `${page}: ${each}`));
		expect(problems).toEqual([]);
	});

	it('shows every picture of docs/images', () => {
		const shown = pages.map(textOf).join('\n');
		const unused = readdirSync(join(ROOT, 'docs/images')).filter((file) => !shown.includes(file));
		expect(unused).toEqual([]);
	});

	it('has at most 1,600 words in README and 1,000 in CONTRIBUTING', () => {
		const words = (page: string) => textOf(page).split(/\s+/).length;
		expect(words('README.md')).toBeLessThanOrEqual(1600);
		expect(words('CONTRIBUTING.md')).toBeLessThanOrEqual(1000);
	});
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import ts from 'typescript';

import * as manifest from '../../package.json';
import { node } from '../contract/parameters';
import { build, copyOfProject, filesIn, packed, ROOT, runIn, type Outcome } from './project';

const ICON = 'icons/highLevelConversations.dark.svg';

let folder: string;
let withoutIcon: Outcome;
let complete: Outcome;
let unpacked: string;

beforeAll(async () => {
	folder = await copyOfProject();
	await rename(join(folder, ICON), join(folder, 'icon'));
	withoutIcon = await build(folder);
	await rename(join(folder, 'icon'), join(folder, ICON));
	complete = await build(folder);
	unpacked = await packed(folder);
}, 120_000);
afterAll(async () => await rm(folder, { recursive: true }));

const textOf = async (path: string) => await readFile(join(unpacked, path), 'utf8');

test('fails the build if an icon is missing, and names it', () => {
	expect(withoutIcon.code).not.toBe(0);
	expect(withoutIcon.output).toContain('The build lacks');
	expect(withoutIcon.output).toContain(ICON);
});

test('builds everything that package.json lists', () => {
	expect(complete.code).toBe(0);
	for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		expect(existsSync(join(unpacked, path))).toBe(true);
	}
});

test('packs only what is to be published', async () => {
	const files = await filesIn(unpacked);
	const outside = files.filter((path) => !path.startsWith('dist/'));
	expect(outside).toEqual(['CHANGELOG.md', 'LICENSE.md', 'README.md', 'index.js', 'package.json']);
	for (const path of files)
		expect(path).not.toMatch(/test|sandbox|bench|\.map$|\.tsbuildinfo$|[^d]\.ts$/);
	expect(
		files.filter(
			(path) => path.startsWith('dist/') && !/^dist\/(nodes|credentials|icons)\//.test(path),
		),
	).toEqual([]);
});

test('has an index.js that can be required anywhere and says where the nodes are', async () => {
	const code = 'process.stdout.write(JSON.stringify(require(process.argv[1])))';
	const { code: status, output } = await runIn('/', process.execPath, '-e', code, unpacked);
	expect(status).toBe(0);
	expect(JSON.parse(output)).toEqual(manifest.n8n);
});

test('builds the same node description as the sources', async () => {
	// n8n-workflow is in a parent folder, like in n8n.
	await mkdir(join(folder, 'unpacked/node_modules'));
	await symlink(
		join(ROOT, 'node_modules/n8n-workflow'),
		join(folder, 'unpacked/node_modules/n8n-workflow'),
	);
	const [path] = manifest.n8n.nodes;
	const code = `const { HighLevelConversations } = require(process.argv[1]);
		process.stdout.write(JSON.stringify(new HighLevelConversations().description))`;
	const { output } = await runIn('/', process.execPath, '-e', code, join(unpacked, path));
	expect(JSON.parse(output)).toEqual(JSON.parse(JSON.stringify(node.description)));
});

test('only requires n8n-workflow, node:crypto and its own files at run time', async () => {
	const scripts = (await filesIn(unpacked)).filter((path) => path.endsWith('.js'));
	const needed = new Set<string>();
	for (const path of scripts) {
		const { importedFiles } = ts.preProcessFile(await textOf(path), true, true);
		for (const { fileName } of importedFiles) {
			if (!fileName.startsWith('.')) needed.add(fileName);
			else
				expect(() =>
					require.resolve(resolve(dirname(join(unpacked, path)), fileName)),
				).not.toThrow();
		}
	}
	expect(scripts.length).toBeGreaterThan(60);
	expect([...needed].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

test('follows the rules for the package.json of a verified package', () => {
	const published: Record<string, unknown> = { ...manifest };
	for (const key of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'overrides']) {
		expect(published[key]).toBeUndefined();
	}
	expect(published.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(published.license).toBe('MIT');
	expect(manifest.keywords).toContain('n8n-community-node-package');
	expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	const hooks = ['prepare', 'preinstall', 'install', 'postinstall', 'prepublish'];
	expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
});

test('has a changelog entry for the version', async () => {
	expect(await textOf('CHANGELOG.md')).toContain(manifest.version);
});

test.each(['package-lock.json', 'n8n/package-lock.json', 'n8n/oldest/package-lock.json'])(
	'%s contains no download URL',
	async (path) => {
		const lock = await readFile(join(ROOT, path), 'utf8');
		expect(lock).toContain('"lockfileVersion"');
		expect(lock).not.toContain('"resolved"');
	},
);

describe("n8n's package scanner reports nothing", () => {
	const scan = async (target: string, kind: string) => {
		const { stdout } = await runIn(
			ROOT,
			process.execPath,
			join(__dirname, 'scan.mjs'),
			target,
			kind,
		);
		return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
	};

	test('for the sources', async () => {
		expect(await scan(ROOT, 'sources')).toEqual({ passed: true });
	}, 100_000);

	test('for the tarball', async () => {
		expect(await scan(unpacked, 'tarball')).toEqual({ passed: true });
	}, 100_000);

	test('but does report problems in such folders', async () => {
		const file = join(unpacked, 'dist/nodes/careless.js');
		await writeFile(file, "console.log(require('fs'));\n");
		const result = await scan(unpacked, 'tarball');
		await rm(file);
		expect(result).toMatchObject({
			passed: false,
			details: expect.stringContaining('careless.js'),
		});
	}, 100_000);
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file)),
);
const source = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

interface Import {
	from: string;
	isType: boolean;
}

/** What a file imports: packages by name, own files by their path from the root. */
function importsOf(file: string): Import[] {
	const found = source.get(file)!.matchAll(/(?:import|export)( type)? [^;]*? from '([^']+)'/g);
	return [...found].map(([, type, name]) => {
		const isType = type !== undefined;
		if (!name.startsWith('.')) return { from: name, isType };
		const path = relative(ROOT, resolve(ROOT, dirname(file), name));
		const from = [`${path}.ts`, `${path}/index.ts`].find((candidate) => source.has(candidate));
		return { from: from ?? path, isType };
	});
}

const NODE = 'nodes/HighLevelConversations/';
/** From the top down: a file may import from its own layer and those below. */
const LAYERS = [
	'HighLevelConversations.node.ts',
	'resources/',
	'listSearch/',
	'fields/',
	'request/',
];
const layerOf = (file: string) =>
	LAYERS.findIndex((layer) => file.slice(NODE.length).startsWith(layer));
const inNode = files.filter((file) => file.startsWith(NODE));

describe('the sources', () => {
	it.each(files)('%s has at most 200 lines', (file) => {
		expect(source.get(file)!.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
	});

	it('import at run time nothing but n8n-workflow, node:crypto and each other', () => {
		const foreign = files.flatMap((file) =>
			importsOf(file)
				.filter(({ from, isType }) => !isType && !source.has(from))
				.map(({ from }) => from),
		);
		expect(new Set(foreign)).toEqual(new Set(['n8n-workflow', 'node:crypto']));
	});

	it.each(inNode)('%s imports downwards', (file) => {
		for (const { from } of importsOf(file)) {
			if (from.startsWith(NODE)) expect(layerOf(from)).toBeGreaterThanOrEqual(layerOf(file));
		}
	});

	it('import in no circle', () => {
		const finished = new Set<string>();
		const walk = (file: string, path: string[]): void => {
			expect(path).not.toContain(file);
			if (finished.has(file)) return;
			for (const { from, isType } of importsOf(file)) {
				if (!isType && source.has(from)) walk(from, [...path, file]);
			}
			finished.add(file);
		};
		for (const file of files) walk(file, []);
		expect(finished.size).toBe(files.length);
	});

	it('name no resource in request/', () => {
		const endpoint = /['`]\/(?:conversations|preferences|search|upload)\b/;
		const named = inNode.filter(
			(file) => layerOf(file) === LAYERS.indexOf('request/') && endpoint.test(source.get(file)!),
		);
		expect(named).toEqual([]);
	});
});

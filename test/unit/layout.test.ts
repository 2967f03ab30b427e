/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
/** The TypeScript files below a folder, without those of installed packages. */
const filesIn = (folder: string): string[] =>
	readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path);
		return entry.name.endsWith('.ts') ? [path] : [];
	});
const files = ['nodes', 'credentials'].flatMap(filesIn);
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

/**
 * The layers of the package, from the nodes down to the credentials: a file may import from its own layer and from those
 * below it. Nodes never import each other; shared code is in `nodes/shared/`.
 */
const LAYERS = [
	'nodes/HighLevelConversations/HighLevelConversations.node.ts',
	'nodes/HighLevelConversationsMemory/',
	'nodes/HighLevelConversationsTrigger/',
	'nodes/HighLevelConversationsTrigger/events/',
	'nodes/HighLevelConversationsTrigger/engine/',
	'nodes/HighLevelConversationsWebhookTrigger/',
	'nodes/HighLevelConversations/resources/',
	'nodes/HighLevelConversations/resources/message/sendAndWait/',
	'nodes/HighLevelConversations/resources/message/send/',
	'nodes/HighLevelConversations/resources/message/shared/',
	'nodes/HighLevelConversations/resources/shared/',
	'nodes/HighLevelConversations/listSearch/',
	'nodes/HighLevelConversations/fields/',
	'nodes/shared/listSearch/',
	'nodes/shared/thread/',
	'nodes/shared/fields/',
	'nodes/shared/channels.ts',
	'nodes/shared/request/index.ts',
	'nodes/shared/request/execution/',
	'nodes/shared/request/files/',
	'nodes/shared/request/pagination/',
	'nodes/shared/request/readers/',
	'nodes/shared/request/responses.ts',
	'nodes/shared/request/operationSpec.ts',
	'nodes/shared/request/transport/',
	'nodes/shared/request/values/',
	'nodes/shared/request/errors/',
	'nodes/shared/fingerprintSet.ts',
	'nodes/shared/names.ts',
	'nodes/shared/fileTypes.ts',
	'nodes/shared/time.ts',
	'credentials/',
];
/** The index of a file's layer, which is the one with the longest matching prefix; -1 if there is none. */
function layerOf(file: string): number {
	const matching = LAYERS.filter((layer) => file.startsWith(layer));
	const [longest] = matching.sort((a, b) => b.length - a.length);
	return longest === undefined ? -1 : LAYERS.indexOf(longest);
}
const REQUEST = 'nodes/shared/request/';
const nodeOf = (file: string) => /^nodes\/(HighLevel\w+)\//.exec(file)?.[1];

/** What is wrong with an import, and how to fix it; undefined if nothing is. */
function misplaced(file: string, from: string): string | undefined {
	if (!source.has(from)) return undefined;
	if (nodeOf(from) !== undefined && nodeOf(from) !== nodeOf(file)) {
		return `${file} reaches into another node (${from}): move what both need to nodes/shared/`;
	}
	if (layerOf(from) < layerOf(file)) {
		return `${file} imports upwards (${from}): move what it needs into ${LAYERS[layerOf(file)]} or below`;
	}
	const entry =
		layerOf(from) >= 0 && LAYERS[layerOf(from)].endsWith('/') && from.startsWith(REQUEST);
	if (entry && layerOf(from) !== layerOf(file) && !from.endsWith('/index.ts')) {
		return `${file} imports ${from} past its folder's entry: export it from ${LAYERS[layerOf(from)]}index.ts`;
	}
	if (!file.startsWith(REQUEST) && from.startsWith(REQUEST) && from !== `${REQUEST}index.ts`) {
		return `${file} imports ${from}: the one entry to request/ is its index.ts`;
	}
	return undefined;
}

describe('source files', () => {
	it('have at most 250 lines, also those that are not shipped', () => {
		const others = ['sandbox', 'test', 'n8n', 'bench'].flatMap(filesIn);
		const linesOf = (file: string) => readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n');
		const long = [...files, ...others].filter((file) => linesOf(file).length > 250);
		expect(long).toEqual([]);
	});

	it('import only n8n-workflow, node:crypto and each other at run time', () => {
		const foreign = files.flatMap((file) =>
			importsOf(file)
				.filter(({ from, isType }) => !isType && !source.has(from))
				.map(({ from }) => from),
		);
		expect(new Set(foreign)).toEqual(new Set(['n8n-workflow', 'node:crypto']));
	});

	it('belong to a layer', () => {
		expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
	});

	it('import from layers below, by their index', () => {
		const wrong = files.flatMap((file) => importsOf(file).map(({ from }) => misplaced(file, from)));
		expect(wrong.filter((text) => text !== undefined)).toEqual([]);
	});

	it('have no import cycles', () => {
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

	it('name an operation in messages by nodes/shared/names.ts', () => {
		const literal = /\b(?:Conversation|Message|Preference|Search|Upload) > [A-Z]/;
		const stale = files.filter((file) =>
			literal.test(source.get(file)!.replace(/^\s*\/?\*.*$/gm, '')),
		);
		expect(stale).toEqual([]);
	});

	it('contain no endpoint in request/', () => {
		const endpoint = /['`]\/(?:conversations|preferences|search|upload)\b/;
		const named = files.filter(
			(file) => file.startsWith(REQUEST) && endpoint.test(source.get(file)!),
		);
		expect(named).toEqual([]);
	});
});

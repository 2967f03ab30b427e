/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import ts from 'typescript';
import { cpuTimeOf } from '../support/cpuTime';

const ROOT = resolve(__dirname, '../..');

interface Found {
	file: string;
	source: string;
	regex: RegExp;
}

/** Every regular expression in the shipped code. */
function literalsIn(file: string): Found[] {
	const parsed = ts.createSourceFile(
		file,
		readFileSync(join(ROOT, file), 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const found: Found[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			const regex = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
			found.push({ file, source: node.text, regex });
		}
		ts.forEachChild(node, visit);
	};
	visit(parsed);
	return found;
}

const literals = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => literalsIn(join(folder, file))),
);

interface Atom {
	text: string;
	unbounded: boolean;
	/** Whether it contains an unbounded part. */
	containsUnbounded: boolean;
	/** The texts of unbounded parts at its beginning and at its end. */
	opens: string[];
	ends: string[];
	/** Whether it can match an empty text. */
	optional: boolean;
}

const PLAIN = { text: '', unbounded: false, containsUnbounded: false, optional: false };
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;
const ATOM = /^(?:\\(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|.)|\[(?:\\.|[^\]\\])*\]|[^()|])/s;

/** The unbounded parts at the beginning (or end) of atoms, up to the first atom that cannot match an empty text. */
function openings(atoms: Atom[], side: 'opens' | 'ends'): string[] {
	const found: string[] = [];
	for (const atom of atoms) {
		found.push(...(atom.unbounded ? [atom.text] : []), ...atom[side]);
		if (!atom.optional) break;
	}
	return found;
}

/** Whether a part certainly does not match white space. */
const isVisible = (text: string) =>
	/^(?:\\[wdb.*/]|[\w-])$/.test(text) ||
	(/^\[\^/.test(text)
		? text.includes(String.raw`\s`)
		: /^\[[^\s]*\]$/.test(text) && !/\\[sWD]/.test(text));

const isDisjoint = (one: string, other: string) =>
	(one === String.raw`\s` && isVisible(other)) || (other === String.raw`\s` && isVisible(one));

/** What of a regular expression may take more than linear time: unbounded parts inside of each other or side by side. */
function suspicionsOf(source: string): string[] {
	let rest = source.slice(1, source.lastIndexOf('/'));
	const suspicions: string[] = [];
	const stack: Atom[][][] = [[[]]];
	const take = (pattern: RegExp): string | undefined => {
		const [found] = pattern.exec(rest) ?? [];
		rest = rest.slice(found?.length ?? 0);
		return found;
	};
	const add = (atom: Atom): void => {
		const quantifier = take(QUANTIFIER) ?? '';
		const unbounded = /^(?:[*+]|\{\d+,\})/.test(quantifier);
		const optional = /^(?:[*?]|\{0)/.test(quantifier);
		if (unbounded && atom.containsUnbounded) suspicions.push('nested');
		const row = stack.at(-1)!.at(-1)!;
		const before = openings([...row].reverse(), 'ends');
		const now = unbounded ? [atom.text] : atom.opens;
		const meet = now.some((one) => before.some((other) => !isDisjoint(one, other)));
		if (meet) suspicions.push('adjacent');
		row.push({ ...atom, unbounded, optional });
	};
	while (rest !== '') {
		if (take(/^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/) !== undefined) stack.push([[]]);
		else if (take(/^\|/) !== undefined) stack.at(-1)!.push([]);
		else if (take(/^\)/) !== undefined) {
			const rows = stack.pop()!;
			add({
				...PLAIN,
				containsUnbounded: rows
					.flat()
					.some(({ unbounded, containsUnbounded }) => unbounded || containsUnbounded),
				opens: rows.flatMap((row) => openings(row, 'opens')),
				ends: rows.flatMap((row) => openings([...row].reverse(), 'ends')),
			});
		} else add({ ...PLAIN, text: take(ATOM)!, opens: [], ends: [] });
	}
	return [...new Set(suspicions)];
}

/** The helper functions that read HTML are timed as a whole, see `messageText`. */
const isOfMessageText = ({ file }: Found) => file.endsWith('shared/thread/messageText.ts');

test('have no nested or adjacent unbounded parts', () => {
	const suspects = literals
		.filter((each) => !isOfMessageText(each))
		.map(({ file, source }) => ({ file, source, suspicions: suspicionsOf(source) }))
		.filter(({ suspicions }) => suspicions.length > 0);
	expect(suspects).toEqual([]);
});

test.each([
	['/(a+)+$/', ['nested']],
	[String.raw`/\d+\.?\d*/`, ['adjacent']],
	[String.raw`/(?:[^"]*"[^"]*")*[^"]*$/`, ['nested', 'adjacent']],
	[String.raw`/a+b+/`, ['adjacent']],
	[String.raw`/^\d+(?:\.\d+)?$/`, []],
	[String.raw`/^\d+(?:\d+|x)?$/`, ['adjacent']],
	[String.raw`/(?:a|b+)b*/`, ['adjacent']],
	[String.raw`/a+-b+/`, []],
	[String.raw`/a*|b*/`, []],
	[String.raw`/x\s*[\w-]+\s*y/`, []],
	[String.raw`/x\s*[^y]*/`, ['adjacent']],
	[String.raw`/\s*.*/`, ['adjacent']],
])('parses %s', (source, suspicions) => expect(suspicionsOf(source)).toEqual(suspicions));

const LENGTH = 60_000;
const CHARACTERS = [' ', '\n', ',', ';', 'a', '1', '/', '<', '>', '"', "'", '.', '-', '_', '\\'];
const MORE = ['&', '#', '{', '(', '@', '=', '|', '*', 'é'];

/** Texts that can make a regular expression backtrack: repetitions of its own words and of various characters. */
function* attacksOn(source: string): Generator<string> {
	const words = new Set(source.match(/[a-z]{3,}/gi) ?? []);
	const marks = [...words].flatMap((word) => [
		word,
		`<${word}`,
		`<${word} `,
		`${word}=`,
		`${word}="`,
	]);
	for (const mark of [...CHARACTERS, ...MORE, ...marks.slice(0, 40)]) {
		yield mark.repeat(Math.ceil(LENGTH / mark.length));
	}
	for (const word of [...words].slice(0, 8)) {
		for (const character of CHARACTERS) yield `${word}${character.repeat(LENGTH)}`;
	}
}

/** With `LENGTH` characters, quadratic time would be more than a second, ms. */
const MAX_MS = 300;

test.each([...new Map(literals.map((each) => [each.source, each])).values()])(
	'$source takes linear time ($file)',
	({ source, regex }) => {
		for (const text of attacksOn(source)) {
			for (const attack of [text, `${text}\u0001`]) {
				const work = () => void attack.replace(regex, '');
				// The better of two, because a garbage collection can add time to one of them.
				const ms = Math.min(cpuTimeOf(work), cpuTimeOf(work));
				if (ms > MAX_MS) throw new Error(`${Math.round(ms)} ms for ${attack.slice(0, 20)}…`);
			}
		}
	},
);

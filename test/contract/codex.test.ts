/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { choicesOf, memory, node, trigger } from './parameters';

const NODES = resolve(__dirname, '../../nodes');

/** The categories that n8n accepts of community nodes, by its lint rule `valid-node-categories`. */
const CATEGORIES = [
	'AI',
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

interface Codex {
	node: string;
	categories: string[];
	subcategories?: Record<string, string[]>;
	alias: string[];
}

const codexes = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.node.json'))
	.map((file) => JSON.parse(readFileSync(join(NODES, file), 'utf8')) as Codex);
const codexOf = (name: string) => codexes.find(({ node }) => node.endsWith(`.${name}`))!;

describe('codex files', () => {
	it('exist for each node', () => {
		expect(codexes).toHaveLength(4);
	});

	it('only use categories that n8n accepts', () => {
		const unknown = codexes.flatMap(({ node, categories }) =>
			categories.filter((each) => !CATEGORIES.includes(each)).map((each) => `${node}: ${each}`),
		);
		expect(unknown).toEqual([]);
	});

	it('have AI subcategories only with the category AI', () => {
		const wrong = codexes.filter(
			({ categories, subcategories = {} }) => categories.includes('AI') !== 'AI' in subcategories,
		);
		expect(wrong.map(({ node }) => node)).toEqual([]);
	});

	it('do not put the main node into the AI tools, which would hide its actions in the node panel', () => {
		expect(codexOf('highLevelConversations').subcategories).toBeUndefined();
	});

	it.each([
		'highlevel',
		'ghl',
		'sms',
		'text message',
		'send sms',
		'whatsapp',
		'unsubscribe',
		'inbox',
	])('let people find the node by %s', (word) => {
		expect(codexOf('highLevelConversations').alias).toContain(word);
	});
});

test('gives AI workflow builders a hint for each step of an AI inbox', () => {
	const option = (resource: string, operation: string) =>
		node.description.properties
			.filter((each) => each.displayOptions?.show?.resource?.includes(resource))
			.filter(({ name }) => name === 'operation')
			.flatMap(choicesOf)
			.find(({ value }) => value === operation);
	for (const hint of [
		trigger.description.builderHint?.searchHint,
		memory.description.builderHint?.searchHint,
		option('message', 'send')?.builderHint?.propertyHint,
		option('conversation', 'getUnanswered')?.builderHint?.propertyHint,
	]) {
		expect(hint?.length).toBeGreaterThan(50);
	}
});

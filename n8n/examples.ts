/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';
import { PROJECT } from './paths';

/** A workflow file as n8n exports it. */
export interface ExampleWorkflow {
	id: string;
	name: string;
	description: string;
	nodes: INode[];
	connections: IConnections;
	settings: Record<string, unknown>;
}

export interface Example {
	/** The file name without its extension, used by `--run`. */
	key: string;
	workflow: ExampleWorkflow;
}

/** @returns the workflows of examples/, in the order of their numbers. */
export function readExamples(): Example[] {
	const folder = join(PROJECT, 'examples');
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	const numberOf = (file: string) => Number.parseInt(file, 10);
	return files
		.sort((a, b) => numberOf(a) - numberOf(b))
		.map((file) => ({
			key: basename(file, '.json'),
			workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) as ExampleWorkflow,
		}));
}

/**
 * @returns the example of this name, or the one whose number it starts with
 * @throws Error with the existing names
 */
export function findExample(key: string): Example {
	const examples = readExamples();
	const found = examples.find(
		(example) => example.key === key || example.key.startsWith(`${key}-`),
	);
	if (found) return found;
	const names = examples.map((example) => `  ${example.key}`).join('\n');
	throw new Error(`There is no example '${key}'. Available examples:\n${names}`);
}

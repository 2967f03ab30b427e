/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { resolve } from 'node:path';

import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
} from 'n8n-workflow';

import { n8n, name as packageName } from '../../../package.json';
import { DirectoryLoader, RoutingNode, type ExecuteContext } from './core';

/** The sources of what package.json names, e.g. `dist/nodes/X/X.node.js`. */
async function instances<T>(files: string[]): Promise<T[]> {
	const load = async (file: string): Promise<T> => {
		const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		const className = /([^/]+)\.(?:node|credentials)\.ts$/.exec(source)?.[1] ?? '';
		const path = resolve(__dirname, '../../..', source);
		const exported = (await import(path)) as Record<string, new () => T>;
		return new exported[className]();
	};
	return await Promise.all(files.map(load));
}

/** Does what n8n does with a declarative node: the common options beside its own, the routing as its `execute`. */
export function asN8nLoadsIt(type: INodeType): INodeType {
	DirectoryLoader.applyDeclarativeNodeOptionParameters(type);
	if (type.description.requestDefaults && !type.execute) {
		type.execute = async function () {
			// The engine calls it with a context of its own class.
			return (await new RoutingNode(this as ExecuteContext, type).runNode()) ?? [];
		};
	}
	return type;
}

/** A node type of the harness: no parameters but those that a test puts in. */
function helper(displayName: string, name: string, execute: INodeType['execute']): INodeType {
	const description: INodeTypeDescription = {
		displayName,
		name,
		group: ['input'],
		version: 1,
		description: 'Helps the tests',
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	};
	return { description, execute };
}

/** Evaluates its parameter for each item, as any node after the one under test might. */
async function read(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const values = this.getInputData().map((_, item) => this.getNodeParameter('value', item));
	return [values.map((value, item) => ({ json: { value } as IDataObject, pairedItem: { item } }))];
}

/** The same node type, what its `execute` and its `customOperations` throw told on the way. */
function overheard(type: INodeType, heard: (error: unknown) => void): INodeType {
	const { execute, customOperations = {} } = type;
	if (!execute) return type;
	const tell = (error: unknown): never => {
		heard(error);
		throw error;
	};
	const value: INodeType['execute'] = async function (response) {
		return await execute.call(this, response).catch(tell);
	};
	const listening = Object.entries(customOperations).map(([resource, operations]) => [
		resource,
		Object.fromEntries(
			Object.entries(operations).map(([operation, run]) => [
				operation,
				async function (this: IExecuteFunctions) {
					return await run.call(this).catch(tell);
				},
			]),
		),
	]);
	return Object.create(type, {
		execute: { value },
		customOperations: { value: Object.fromEntries(listening) },
	}) as INodeType;
}

/** The package's node as n8n offers it to agents. */
function asTool(type: INodeType): INodeType {
	const { description } = type;
	const value: INodeType['description'] = {
		...description,
		name: `${description.name}Tool`,
		inputs: [],
		outputs: ['ai_tool'],
	};
	return Object.create(type, { description: { value } }) as INodeType;
}

/** n8n knows where a workflow starts by this name. */
export const FEEDER = 'n8n-nodes-base.manualTrigger';
export const READER = 'engine.reader';
export const AGENT_TYPE = 'engine.agent';

/** What the node types of one workflow do apart from their own work. */
export interface ForOneRun {
	/** What the start node puts out. */
	feed: INodeExecutionData[];
	/** Hears what a node throws; the engine itself keeps only a plain copy. */
	heard?: (error: unknown) => void;
	/** Lets n8n's own routing engine carry out the operations, as for agents before version 3. */
	isRouted?: boolean;
	/** The agent that has the package's node as its tool. */
	agent?: INodeType;
}

export interface Loaded {
	/** Full names of the package's nodes, by short name. */
	names: Record<string, string>;
	credentialTypes: ICredentialType[];
	/** The node types as n8n looks them up. */
	nodeTypes(run: ForOneRun): INodeTypes;
}

/** Loads the nodes and credentials that package.json names, from their sources. */
export async function loadPackage(): Promise<Loaded> {
	const nodes = await instances<INodeType>(n8n.nodes);
	const names = Object.fromEntries(
		nodes.map(({ description }) => [description.name, `${packageName}.${description.name}`]),
	);
	const types = new Map(nodes.map((type) => [names[type.description.name], asN8nLoadsIt(type)]));
	for (const [name, type] of [...types]) types.set(`${name}Tool`, asTool(type));
	types.set(READER, helper('Reader', 'reader', read));
	return {
		names,
		credentialTypes: await instances<ICredentialType>(n8n.credentials),
		nodeTypes({ feed, heard = () => {}, isRouted = false, agent }) {
			const ofThisRun: Record<string, INodeType | undefined> = {
				[FEEDER]: helper('Feeder', 'manualTrigger', async () => [feed]),
				[AGENT_TYPE]: agent,
			};
			const find = (name: string): INodeType => {
				const type = ofThisRun[name] ?? types.get(name);
				if (!type) throw new Error(`package.json names no node ${name}`);
				const operations = isRouted ? {} : type.customOperations;
				const loaded = Object.create(type, {
					customOperations: { value: operations },
				}) as INodeType;
				return overheard(loaded, heard);
			};
			return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
		},
	};
}

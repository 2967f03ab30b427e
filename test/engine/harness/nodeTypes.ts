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

/** Source files of the paths in package.json, e.g. `dist/nodes/X/X.node.js`. */
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

/** Prepares a declarative node like n8n: adds the common options and an `execute` for the routing. */
export function asN8nLoadsIt(type: INodeType): INodeType {
	DirectoryLoader.applyDeclarativeNodeOptionParameters(type);
	if (type.description.requestDefaults && !type.execute) {
		type.execute = async function () {
			// The engine calls it with a context of its class.
			return (await new RoutingNode(this as ExecuteContext, type).runNode()) ?? [];
		};
	}
	return type;
}

/** A node type for tests with one parameter, `value`. */
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

/** Evaluates its parameter for each item, like a node after the tested one. */
async function read(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const values = this.getInputData().map((_, item) => this.getNodeParameter('value', item));
	return [values.map((value, item) => ({ json: { value } as IDataObject, pairedItem: { item } }))];
}

/** Returns a node type that also passes the errors of `execute` and `customOperations` to a function. */
function reportingErrors(type: INodeType, onError: (error: unknown) => void): INodeType {
	const { execute, customOperations = {} } = type;
	if (!execute) return type;
	const report = (error: unknown): never => {
		onError(error);
		throw error;
	};
	const value: INodeType['execute'] = async function (response) {
		return await execute.call(this, response).catch(report);
	};
	const reportingOperations = Object.entries(customOperations).map(([resource, operations]) => [
		resource,
		Object.fromEntries(
			Object.entries(operations).map(([operation, run]) => [
				operation,
				async function (this: IExecuteFunctions) {
					return await run.call(this).catch(report);
				},
			]),
		),
	]);
	return Object.create(type, {
		execute: { value },
		customOperations: { value: Object.fromEntries(reportingOperations) },
	}) as INodeType;
}

/** The package's node as an agent's tool. */
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

/** n8n recognizes the start of a workflow by this name. */
export const FEEDER = 'n8n-nodes-base.manualTrigger';
export const READER = 'engine.reader';
export const AGENT_TYPE = 'engine.agent';

/** Settings of the node types of one workflow. */
export interface ForOneRun {
	/** Output of the start node. */
	input: INodeExecutionData[];
	/** Called with the original error of a node, because the engine only keeps a copy of it. */
	onError?: (error: unknown) => void;
	/** Whether n8n's routing engine runs the operations, as for agents before version 3. */
	isRouted?: boolean;
	/** The agent with the package's node as its tool. */
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
		nodeTypes({ input, onError = () => {}, isRouted = false, agent }) {
			const ofThisRun: Record<string, INodeType | undefined> = {
				[FEEDER]: helper('Feeder', 'manualTrigger', async () => [input]),
				[AGENT_TYPE]: agent,
			};
			const find = (name: string): INodeType => {
				const type = ofThisRun[name] ?? types.get(name);
				if (!type) throw new Error(`package.json names no node ${name}`);
				const operations = isRouted ? {} : type.customOperations;
				const loaded = Object.create(type, {
					customOperations: { value: operations },
				}) as INodeType;
				return reportingErrors(loaded, onError);
			};
			return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
		},
	};
}

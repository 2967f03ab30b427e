/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import express, { type Request, type Response } from 'express';
import { createRunExecutionData } from 'n8n-workflow';
import type {
	ExecutionError,
	IDataObject,
	INodeExecutionData,
	IRun,
	IWebhookData,
} from 'n8n-workflow';

import { WebhookContext, WorkflowExecute } from './core';
import { readBody } from './requestBody';
import { agentNode } from './agent';
import {
	additionalDataFor,
	AGENT,
	agentWorkflowOf,
	TESTED,
	workflowOf,
	type Tested,
} from './workflow';
import type { TestEnv } from './testEnv';

interface Question extends Tested {
	items?: IDataObject[];
	/** Calls of the node by an agent in one turn, like n8n's newer agents. */
	calls?: IDataObject[];
}

const NO_WEBHOOK = {} as IWebhookData;

/** A workflow whose node sends a question and waits, and n8n's server for the answers, without the signature check. */
export class ParkedWorkflow {
	/** n8n's status: waiting, error, success. */
	status = '';
	/** The items of each continuation of the workflow. */
	readonly resumed: INodeExecutionData[][] = [];
	/** Errors of n8n's server. */
	readonly serverErrors: Error[] = [];
	/** Changes a parsed request before the node receives it. */
	changeBody: (request: Request) => void = () => {};
	private run?: IRun;
	private server?: Server;
	private readonly workflow;
	private readonly data;

	private constructor(testEnv: TestEnv, { items = [{}], calls, ...tested }: Question) {
		const base = testEnv.base();
		const input = items.map((json) => ({ json }));
		this.workflow = calls
			? agentWorkflowOf(base, {
					...tested,
					input,
					agent: agentNode({ calls, way: 'run by the engine' }),
				})
			: workflowOf(base, { ...tested, input });
		this.data = additionalDataFor(base.store, this.workflow, 'manual');
	}

	/** Runs the workflow until it waits or ends. */
	static async ask(testEnv: TestEnv, asking: Question): Promise<ParkedWorkflow> {
		const parked = new ParkedWorkflow(testEnv, asking);
		await parked.listen();
		try {
			await parked.execute();
		} catch (error) {
			await parked.stop();
			throw error;
		}
		return parked;
	}

	/** The error that ended the execution. */
	get error(): ExecutionError | undefined {
		return this.run?.data.resultData.error;
	}

	/** How long the execution waits, ms since 1970. */
	get waitsUntil(): number | undefined {
		return this.run?.data.waitTill?.getTime();
	}

	/** The items of the node's first output in its last run. */
	get output(): INodeExecutionData[] {
		return this.run?.data.resultData.runData[TESTED]?.at(-1)?.data?.main[0] ?? [];
	}

	/** Resumes the execution, like n8n after an answer or the deadline. */
	async continueExecution(): Promise<void> {
		const execution = new WorkflowExecute(this.data, 'manual', this.run!.data);
		this.run = await execution.processRunExecutionData(this.workflow);
		this.status = this.run.status;
	}

	/** The items of each output of the node in its last run. */
	get outputs(): INodeExecutionData[][] {
		const outputs = this.run?.data.resultData.runData[TESTED]?.at(-1)?.data?.main ?? [];
		return outputs.map((items) => items ?? []);
	}

	/** The results that the agent received, by call. */
	get toolReplies(): string[] {
		const items = this.run?.data.resultData.runData[AGENT]?.at(-1)?.data?.main?.[0] ?? [];
		return items.map(({ json }) => String(json.reply));
	}

	/** Resumes with the last answer, like another n8n process that has read the execution from the database. */
	async resume(): Promise<void> {
		this.run!.data = structuredClone(this.run!.data);
		this.run!.data.executionData!.nodeExecutionStack[0].data.main = [this.resumed.at(-1)!];
		await this.continueExecution();
	}

	/** Clears the data of the nodes in the execution. */
	clearNodeContext(): void {
		this.run!.data.executionData!.contextData = {};
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.server!.close(() => resolve());
			this.server!.closeAllConnections();
		});
	}

	private async execute(): Promise<void> {
		const { workflow, data } = this;
		const execution = new WorkflowExecute(data, 'manual', createRunExecutionData());
		this.run = await execution.run({ workflow });
		this.status = this.run.status;
	}

	private async listen(): Promise<void> {
		const app = express();
		app.all('/waiting/:execution/:node', async (request, response) => {
			await this.receive(request, response).catch((error: Error) => {
				this.serverErrors.push(error);
				response.status(500).json({ message: error.message });
			});
		});
		const server = createServer(app);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		this.server = server;
		const { port } = server.address() as AddressInfo;
		this.data.webhookWaitingBaseUrl = `http://127.0.0.1:${port}/waiting`;
	}

	private async receive(request: Request, response: Response): Promise<void> {
		const cleanUp = await readBody(request);
		this.changeBody(request);
		await this.answer(request, response).finally(cleanUp);
	}

	private async answer(request: Request, response: Response): Promise<void> {
		const { workflow, data } = this;
		data.httpRequest = request;
		data.httpResponse = response;
		const node = workflow.nodes[TESTED];
		// A copy, as if read from the database by another process.
		const savedData = structuredClone(this.run!.data);
		const context = new WebhookContext(workflow, node, data, 'manual', NO_WEBHOOK, [], savedData);
		const { webhook } = workflow.nodeTypes.getByNameAndVersion(node.type);
		const result = await webhook!.call(context);
		if (result.workflowData === undefined) return;
		this.resumed.push(result.workflowData[0]);
		response.send(result.webhookResponse);
	}
}

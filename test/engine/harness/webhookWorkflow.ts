/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import express, { type Request, type Response } from 'express';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeCredentials,
	INodeParameters,
	IWebhookData,
} from 'n8n-workflow';

import { HookContext, WebhookContext } from './core';
import { additionalDataFor, TESTED, workflowOf } from './workflow';
import type { TestEnv } from './testEnv';

const TYPE = 'highLevelConversationsWebhookTrigger';
const SECRET = 'highLevelConversationsWebhookApi';

/** An active workflow with the webhook trigger on a real socket, handled like n8n's server. */
export class WebhookWorkflow {
	/** The event of each start. */
	readonly starts: IDataObject[] = [];
	/** Errors of the node. */
	readonly errors: Error[] = [];
	/** The workflow's static data in n8n's database, loaded before and saved after every delivery. */
	saved: IDataObject = {};
	/** The webhook URL. */
	url = '';
	/** Runs before an execution is started; rejects to simulate a failed start. */
	beforeStart: () => Promise<void> = async () => {};
	/** 'manual' while the editor listens for a test event. */
	mode: 'webhook' | 'manual' = 'webhook';
	private server?: Server;
	/** The process stores its state by the node's ID, so a new ID simulates a new process. */
	private nodeId: string = randomUUID();

	constructor(
		private readonly testEnv: TestEnv,
		private readonly parameters: INodeParameters = {},
		/** The values of the credential with the secret; without them the node has no credential. */
		private readonly secret?: ICredentialDataDecryptedObject,
	) {}

	/** Activates the workflow until the test environment stops. Rejects like n8n's activation. */
	async activate(): Promise<this> {
		const { workflow, node, data, type } = this.load();
		const { checkExists, create } = type.webhookMethods!.default!;
		const hook = new HookContext(workflow, node, data, 'trigger', 'activate', WEBHOOK);
		if (!(await checkExists!.call(hook))) await create!.call(hook);
		const app = express();
		app.use(express.raw({ type: () => true, limit: '16mb' }));
		app.post('/webhook', async (request, response) => await this.receive(request, response));
		const server = createServer(app);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		this.server = server;
		this.testEnv.stopWithIt(this);
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
		return this;
	}

	/** Simulates a restart of n8n: memory is lost, the database is kept. */
	restart(): void {
		this.nodeId = randomUUID();
	}

	/** Closes every connection, like a sender after its time-out. */
	hangUp(): void {
		this.server?.closeAllConnections();
	}

	async stop(): Promise<void> {
		const { server } = this;
		if (!server) return;
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	}

	private async receive(request: Request, response: Response): Promise<void> {
		const { workflow, node, data, type, rebuild } = this.load();
		request.rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		data.httpRequest = request;
		data.httpResponse = response;
		const context = new WebhookContext(workflow, node, data, this.mode, WEBHOOK, [], null);
		// In the order of n8n 2.41: it builds the workflow again, which marks the static data as unchanged, starts the
		// execution, reads the node's response, saves what has changed, and answers.
		try {
			const result = await type.webhook!.call(context);
			if (result.workflowData) {
				rebuild();
				await this.beforeStart();
				this.starts.push(result.workflowData[0][0].json);
			}
			const { webhookResponse = { message: 'Workflow was started' } } = result;
			if (workflow.staticData.__dataChanged === true) {
				this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
			}
			if (!result.noWebhookResponse) response.json(webhookResponse);
		} catch (error) {
			this.errors.push(error as Error);
			response.status(500).json({ message: 'Error in workflow' });
		}
	}

	private load() {
		const base = this.testEnv.base(this.secret);
		const staticData = structuredClone(this.saved);
		const credentials: INodeCredentials = this.secret
			? { [SECRET]: { id: SECRET, name: SECRET } }
			: {};
		const node = { id: this.nodeId, credentials };
		const tested = { type: TYPE, parameters: this.parameters, node };
		const build = () => workflowOf(base, { ...tested, input: [], staticData });
		const workflow = build();
		const found = workflow.nodes[TESTED];
		const data = additionalDataFor(base.store, workflow, this.mode);
		const type = workflow.nodeTypes.getByNameAndVersion(found.type);
		return { workflow, node: found, data, type, rebuild: build };
	}
}

const WEBHOOK = {
	webhookDescription: { name: 'default', httpMethod: 'POST', path: 'webhook' },
} as IWebhookData;

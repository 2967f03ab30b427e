/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { PollContext, pollExecutor } from './core';
import { additionalDataFor, TESTED, workflowOf, type Tested } from './workflow';
import type { TestEnv } from './testEnv';

/** The trigger's node, credential values that differ from the test environment's, and how n8n polls. */
export type Watching = Tested & {
	credentials?: ICredentialDataDecryptedObject;
	/** Polls as n8n's durable scheduler does: a new context each time, static data committed with what a poll starts. */
	durable?: boolean;
	/** The time that n8n gives a poll, ms; that of its scheduler by default. */
	budgetMs?: number;
};

type Tick = (activating?: boolean) => Promise<void>;

/** n8n's own budgets of a poll, ms: with and without its durable scheduler. */
const LEASED_BUDGET_MS = 36_000;
const UNLEASED_BUDGET_MS = 300_000;

/** So that each process has workflows of its own in this one: what the node keeps in memory is lost with a process. */
let processes = 0;

/**
 * A workflow with the polling trigger as n8n keeps it active: polled by n8n's own executor, what the node remembers
 * held in memory from poll to poll and saved when a poll starts the workflow; or as its durable scheduler does it.
 */
export class ActiveWorkflow {
	/** What each start of the workflow got. */
	readonly starts: IDataObject[][] = [];
	/** What n8n reported as a failed poll. */
	readonly errors: Error[] = [];
	/** Lets n8n die in the moment in which a poll hands on: nothing is saved, nothing starts. */
	dies = false;
	/** The workflow's static data in n8n's database. */
	saved: IDataObject = {};
	/** With durable polls: the node's static data in n8n's database. */
	cursor?: IDataObject;
	private process = `workflow ${processes++}`;
	private tick: Tick;

	constructor(
		private readonly testEnv: TestEnv,
		private tested: Watching = {},
	) {
		this.tick = this.register('activate');
	}

	/** A workflow that was switched on so many ms ago, by HighLevel's clock. */
	static async activated(testEnv: TestEnv, agoMs: number, tested: Watching = {}) {
		const date = new Date(Date.now() - agoMs).toUTCString();
		testEnv.sandbox.faults.add({ headers: { date } });
		return await new ActiveWorkflow(testEnv, tested).activate();
	}

	/** Every record so far, in the order in which it was handed on. */
	get handed(): IDataObject[] {
		return this.starts.flat();
	}

	get ids(): unknown[] {
		return this.handed.map(({ id }) => id);
	}

	/** The node's static data in n8n's database. */
	get memory(): IDataObject {
		return this.cursor ?? (this.saved[`node:${TESTED}`] as IDataObject);
	}

	/** What n8n does when the workflow is switched on, for the first time or again. */
	async activate(): Promise<this> {
		return await this.enter('activate');
	}

	/** Saves a change of the workflow while it is active. */
	async change(changed: Watching): Promise<this> {
		this.tested = { ...this.tested, ...changed };
		return await this.enter('update');
	}

	/** One poll on time. Returns what it handed on. */
	async poll(): Promise<IDataObject[]> {
		const before = this.starts.length;
		await this.tick();
		return this.starts.slice(before).flat();
	}

	/** Starts n8n again: memory is gone, the database is there. */
	restart(changed: Watching = {}): void {
		this.tested = { ...this.tested, ...changed };
		this.process = `workflow ${processes++}`;
		this.tick = this.register('init');
	}

	/** A poll of the durable scheduler for which n8n has read the cursor already. Returns what runs it. */
	prefetched(): Tick {
		return this.load('update');
	}

	/** Registers the node for polls, beside any other registration. Returns what n8n calls at every tick. */
	register(mode: WorkflowActivateMode): Tick {
		if (!this.tested.durable) return this.load(mode);
		const activate = this.load(mode);
		return async (activating) => {
			if (activating) return await activate(true);
			await this.prefetched()();
		};
	}

	/** A first poll, whose failure is the activation's; what it remembers is saved. */
	private async enter(mode: WorkflowActivateMode): Promise<this> {
		this.tick = this.register(mode);
		await this.tick(true);
		this.save();
		return this;
	}

	private save = (): void => {};

	/** The workflow as the database has it, with a context to poll it. */
	private load(activation: WorkflowActivateMode): Tick {
		const { credentials, durable = false, budgetMs, ...tested } = this.tested;
		const type = tested.type ?? 'highLevelConversationsTrigger';
		const base = this.testEnv.base(credentials);
		const staticData = structuredClone(this.saved);
		const layout = { ...tested, type, feed: [], staticData, id: this.process };
		const workflow = workflowOf(base, layout);
		const node = workflow.nodes[TESTED];
		this.save = () => {
			if (workflow.staticData.__dataChanged === true) {
				this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
				workflow.staticData.__dataChanged = false;
			}
		};
		const { save } = this;
		const own = () => workflow.getStaticData('node', node);
		const cursor = durable ? structuredClone(this.cursor) : undefined;
		let staged: IDataObject = {};
		let committed: IDataObject | undefined;
		const commit = () => {
			if (!durable || isDeepStrictEqual(staged, committed)) return;
			committed = structuredClone(staged);
			this.cursor = committed;
		};
		const leased = durable && activation === 'update' ? LEASED_BUDGET_MS : UNLEASED_BUDGET_MS;
		const context = new PollContext(
			workflow,
			node,
			additionalDataFor(base.store, workflow, 'trigger'),
			'trigger',
			activation,
			(data: INodeExecutionData[][]) => {
				if (this.dies) return;
				commit();
				save();
				this.starts.push(structuredClone(data[0].map(({ json }) => json)));
			},
			(error: Error) => {
				this.errors.push(error);
			},
			async () => {
				if (!this.dies) commit();
				await Promise.resolve();
			},
			async (poll) => {
				this.cursor ??= durable ? structuredClone({ ...own() }) : undefined;
				committed = cursor ?? this.cursor ?? {};
				staged = structuredClone(committed);
				return await poll();
			},
			() => (durable ? staged : own()),
			() => budgetMs ?? leased,
		);
		return pollExecutor().create(workflow, node, context, () => true);
	}
}

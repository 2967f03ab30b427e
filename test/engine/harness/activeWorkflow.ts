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
	/** Polls like n8n's durable scheduler: with a new context each time, and static data saved with the execution. */
	durable?: boolean;
	/** Time budget of a poll, ms; the scheduler's by default. */
	budgetMs?: number;
};

type Tick = (activating?: boolean) => Promise<void>;

/** n8n's time budgets of a poll, ms: with and without its durable scheduler. */
const LEASED_BUDGET_MS = 36_000;
const UNLEASED_BUDGET_MS = 300_000;

/** Number of simulated processes: what the node keeps in memory is lost with a process. */
let processes = 0;

/**
 * An active workflow with the polling trigger: polled by n8n's executor, with static data
 * in memory between polls, saved when a poll starts the workflow; or like with the durable scheduler.
 */
export class ActiveWorkflow {
	/** The items of each execution. */
	readonly starts: IDataObject[][] = [];
	/** The same with their files. */
	readonly items: INodeExecutionData[] = [];
	/** Errors of failed polls. */
	readonly errors: Error[] = [];
	/** Simulates a crash of n8n when a poll returns: nothing is saved or started. */
	crashes = false;
	/** The workflow's static data in n8n's database. */
	saved: IDataObject = {};
	/** With durable polls: the node's static data in n8n's database. */
	cursor?: IDataObject;
	private process = `workflow ${processes++}`;
	private tick: Tick;

	constructor(
		readonly testEnv: TestEnv,
		private tested: Watching = {},
	) {
		this.tick = this.register('activate');
	}

	/** A workflow that was activated some ms ago, by HighLevel's clock. */
	static async activated(testEnv: TestEnv, agoMs: number, tested: Watching = {}) {
		const date = new Date(Date.now() - agoMs).toUTCString();
		testEnv.sandbox.faults.add({ headers: { date } });
		return await new ActiveWorkflow(testEnv, tested).activate();
	}

	/** Every returned record so far, in order. */
	get emitted(): IDataObject[] {
		return this.starts.flat();
	}

	get ids(): unknown[] {
		return this.emitted.map(({ id }) => id);
	}

	/** The node's static data in n8n's database. */
	get memory(): IDataObject {
		return this.cursor ?? (this.saved[`node:${TESTED}`] as IDataObject);
	}

	/** Activates the workflow, for the first time or again. */
	async activate(): Promise<this> {
		return await this.enter('activate');
	}

	/** Saves a change of the workflow while it is active. */
	async change(changed: Watching): Promise<this> {
		this.tested = { ...this.tested, ...changed };
		return await this.enter('update');
	}

	/** Runs a scheduled poll and returns its items. */
	async poll(): Promise<IDataObject[]> {
		const before = this.starts.length;
		await this.tick();
		return this.starts.slice(before).flat();
	}

	/** Simulates a restart of n8n: memory is lost, the database is kept. */
	restart(changed: Watching = {}): void {
		this.tested = { ...this.tested, ...changed };
		this.process = `workflow ${processes++}`;
		this.tick = this.register('init');
	}

	/** Prepares a poll of the durable scheduler for which n8n has read the cursor. Returns a function that runs it. */
	prefetched(): Tick {
		return this.load('update');
	}

	/** Registers the node for polls, in addition to other registrations. Returns the function that n8n calls at every tick. */
	register(mode: WorkflowActivateMode): Tick {
		if (!this.tested.durable) return this.load(mode);
		const activate = this.load(mode);
		return async (activating) => {
			if (activating) return await activate(true);
			await this.prefetched()();
		};
	}

	/** The first poll, whose error fails the activation; its state is saved. */
	private async enter(mode: WorkflowActivateMode): Promise<this> {
		this.tick = this.register(mode);
		await this.tick(true);
		this.save();
		return this;
	}

	private save = (): void => {};

	/** The saved workflow, with a poll context. */
	private load(activation: WorkflowActivateMode): Tick {
		const { credentials, durable = false, budgetMs, ...tested } = this.tested;
		const type = tested.type ?? 'highLevelConversationsTrigger';
		const base = this.testEnv.base(credentials);
		const staticData = structuredClone(this.saved);
		const layout = { ...tested, type, input: [], staticData, id: this.process };
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
				if (this.crashes) return;
				commit();
				save();
				this.items.push(...structuredClone(data[0]));
				this.starts.push(structuredClone(data[0].map(({ json }) => json)));
			},
			(error: Error) => {
				this.errors.push(error);
			},
			async () => {
				if (!this.crashes) commit();
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

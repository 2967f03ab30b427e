import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { PollContext, pollExecutor } from './core';
import { additionalDataFor, TESTED, workflowOf, type Tested } from './workflow';
import type { World } from './world';

/** The trigger's node, and values over those of the world's credentials. */
type Watching = Tested & { credentials?: ICredentialDataDecryptedObject };

/**
 * A workflow with the polling trigger as n8n keeps it active: polled by n8n's own executor, what the node remembers
 * held in memory from poll to poll, and saved when a poll starts the workflow.
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
	private tick: (activating?: boolean) => Promise<void>;

	constructor(
		private readonly world: World,
		private tested: Watching = {},
	) {
		this.tick = this.load('activate');
	}

	/** A workflow that was switched on so many ms ago, by HighLevel's clock. */
	static async activated(world: World, agoMs: number, tested: Watching = {}) {
		const date = new Date(Date.now() - agoMs).toUTCString();
		world.sandbox.faults.add({ headers: { date } });
		return await new ActiveWorkflow(world, tested).activate();
	}

	/** Every record so far, in the order in which it was handed on. */
	get handed(): IDataObject[] {
		return this.starts.flat();
	}

	get ids(): unknown[] {
		return this.handed.map(({ id }) => id);
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
		this.tick = this.load('init');
	}

	/** A first poll, whose failure is the activation's; what it remembers is saved. */
	private async enter(mode: WorkflowActivateMode): Promise<this> {
		this.tick = this.load(mode);
		await this.tick(true);
		this.save();
		return this;
	}

	private save = (): void => {};

	private load(activation: WorkflowActivateMode): (activating?: boolean) => Promise<void> {
		const { credentials, ...tested } = this.tested;
		const type = tested.type ?? 'highLevelConversationsTrigger';
		const base = this.world.base(credentials);
		const staticData = structuredClone(this.saved);
		const workflow = workflowOf(base, { ...tested, type, feed: [], staticData });
		const node = workflow.nodes[TESTED];
		this.save = () => {
			if (workflow.staticData.__dataChanged === true) {
				this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
				workflow.staticData.__dataChanged = false;
			}
		};
		const context = new PollContext(
			workflow,
			node,
			additionalDataFor(base.store, workflow, 'trigger'),
			'trigger',
			activation,
			(data) => {
				if (this.dies) return;
				this.save();
				this.starts.push(structuredClone(data[0].map(({ json }) => json)));
			},
			(error) => {
				this.errors.push(error);
			},
		);
		return pollExecutor().create(workflow, node, context, () => true);
	}
}

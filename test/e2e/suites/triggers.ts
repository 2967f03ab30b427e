import type { INodeParameters } from 'n8n-workflow';
import { CREDENTIAL } from '../../../n8n/credential';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { waitFor } from '../../support/waitFor';
import {
	activate,
	outputs,
	pollEvery,
	startedBy,
	switchOff,
	switchOn,
} from '../support/activeWorkflows';
import { node } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const TRIGGER = `${PACKAGE_NAME}.highLevelConversationsTrigger`;
/** How long to wait for polls, s. */
const PATIENCE = 60;

/** n8n's durable scheduler and its durable cursors, both off by default. Its own work every second, and a budget of 5 s for a poll. */
const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
	N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '1',
	N8N_SCHEDULER_POLL_TIMEOUT: '10',
};

/** The polling trigger in workflows that are switched on, in both ways in which n8n polls. */
export function triggers(testEnv: () => TestEnv): void {
	/** A workflow of the trigger alone. */
	const polling = (parameters: INodeParameters): TestWorkflow => {
		const { id, name, type } = CREDENTIAL;
		const credentials = { [type]: { id, name } };
		return startedBy(
			node('Trigger', TRIGGER, { pollTimes: pollEvery(3), ...parameters }, { credentials }),
		);
	};
	/** A contact writes, in a new conversation. Returns its ID. */
	const write = (inMs = 1000): string => {
		const { state, locationId } = testEnv().sandbox;
		const { id: contactId } = state.addContact({ locationId });
		const { id: conversationId } = state.addConversation({ locationId, contactId });
		const dateAdded = Date.now() + inMs;
		state.addMessage({ conversationId, dateAdded, body: 'News', source: undefined });
		return conversationId;
	};
	/** The conversations of what the workflow started with, one list for each execution. */
	const handedOn = async (workflow: TestWorkflow, executions: number) => {
		const started = await outputs(testEnv(), workflow, executions, PATIENCE);
		return started.map((items) => items.map(({ conversationId }) => conversationId));
	};
	test('cannot be switched on with a token that ended', async () => {
		const { client, sandbox } = testEnv();
		const { type } = CREDENTIAL;
		const account = await client.request<{ id: string; name: string }>('POST', '/credentials', {
			name: 'Rotated',
			type,
			data: {
				accessToken: 'pit-rotated',
				userAgent: 'e2e',
				apiHost: 'custom',
				baseUrl: sandbox.url,
				locationId: sandbox.locationId,
			},
		});
		const credentials = { [type]: { id: account.id, name: account.name } };
		const workflow = startedBy(node('Trigger', TRIGGER, {}, { credentials }));
		await expect(switchOn(testEnv(), workflow)).rejects.toThrow(
			'HighLevel rejected the access token',
		);
	});

	describe.each([
		['by default', undefined],
		['with the durable scheduler and durable cursors', DURABLE],
	])('polls %s', (_, switches) => {
		beforeAll(async () => {
			if (switches) await testEnv().restart(switches);
		}, 180_000);
		afterAll(async () => {
			if (switches) await testEnv().restart();
		}, 180_000);

		test('start on what comes while the workflow is on, once each', async () => {
			const workflows = [
				polling({ event: 'newMessage' }),
				polling({ event: 'unanswered', options: { waitForQuiet: 0 } }),
			];
			const expected: string[] = [];
			const handedOnByBoth = async () => {
				for (const workflow of workflows)
					expect((await handedOn(workflow, expected.length)).flat()).toEqual(expected);
			};
			write(-2000);
			const versions: string[] = [];
			for (const workflow of workflows) versions.push(await switchOn(testEnv(), workflow));
			// Before the first tick of the schedule.
			expected.push(write());
			await handedOnByBoth();
			expected.push(write());
			await handedOnByBoth();
			for (const workflow of workflows) await switchOff(testEnv(), workflow);
			// By HighLevel's clock, which tells whole seconds, it came before.
			write(-2000);
			for (const [index, workflow] of workflows.entries())
				await activate(testEnv(), workflow, versions[index]);
			expected.push(write());
			await handedOnByBoth();
			const { length } = testEnv().sandbox.requests;
			await waitFor(() => testEnv().sandbox.requests.length >= length + 4);
			await handedOnByBoth();
			for (const workflow of workflows) await switchOff(testEnv(), workflow);
		}, 300_000);

		test('a poll ends in time, and the next continues', async () => {
			const workflow = polling({ event: 'newMessage', options: { lastMessages: 1 } });
			await switchOn(testEnv(), workflow);
			testEnv().sandbox.faults.add({ path: /\/messages$/, times: 999, delayMs: 1500 });
			// More than 10 s of work: 10 conversations are read at a time.
			const expected = Array.from({ length: 80 }, () => write());
			const isDone = async (executions: number): Promise<string[][]> => {
				const runs = await handedOn(workflow, executions);
				return runs.flat().length < expected.length
					? await isDone(executions + 1)
					: (runs as string[][]);
			};
			const runs = await isDone(1);
			await switchOff(testEnv(), workflow);
			expect(runs.flat().sort()).toEqual(expected.sort());
			if (switches) expect(runs.length).toBeGreaterThan(1);
			expect(testEnv().n8n.log.join('\n')).not.toContain('exceeded its timeout');
		}, 300_000);
	});
}

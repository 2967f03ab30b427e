import type { INodeParameters } from 'n8n-workflow';
import { CREDENTIAL } from '../../../n8n/credential';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { waitFor } from '../../support/waitFor';
import {
	activate,
	triggerOutputs,
	pollEvery,
	startedBy,
	switchOff,
	switchOn,
} from '../support/activeWorkflows';
import { node } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const TRIGGER = `${PACKAGE_NAME}.highLevelConversationsTrigger`;
/** How long to wait for polls, seconds. */
const MAX_WAIT_SECONDS = 60;

/** Turns on n8n's durable scheduler and durable cursors, with intervals of one second and a time budget of 5 s for a poll. */
const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
	N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '1',
	N8N_SCHEDULER_POLL_TIMEOUT: '10',
};

/** The polling trigger in active workflows, with and without n8n's durable scheduler. */
export function pollingTrigger(testEnv: () => TestEnv): void {
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
	/** Waits for executions. Returns the conversation IDs that the trigger returned, one list per execution. */
	const startedWith = async (workflow: TestWorkflow, executions: number) => {
		const started = await triggerOutputs(testEnv(), workflow, executions, MAX_WAIT_SECONDS);
		return started.map((items) => items.map(({ conversationId }) => conversationId));
	};
	test('cannot be activated with a token that was revoked', async () => {
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
	])('polls %s', (_, settings) => {
		beforeAll(async () => {
			if (settings) await testEnv().restart(settings);
		}, 180_000);
		afterAll(async () => {
			if (settings) await testEnv().restart();
		}, 180_000);

		test('start once for each message received while the workflow is active', async () => {
			const workflows = [
				polling({ event: 'newMessage' }),
				polling({ event: 'unanswered', options: { waitForQuiet: 0 } }),
			];
			const expected: string[] = [];
			const expectBothStarted = async () => {
				for (const workflow of workflows)
					expect((await startedWith(workflow, expected.length)).flat()).toEqual(expected);
			};
			write(-2000);
			const versions: string[] = [];
			for (const workflow of workflows) versions.push(await switchOn(testEnv(), workflow));
			// Before the first tick of the schedule.
			expected.push(write());
			await expectBothStarted();
			expected.push(write());
			await expectBothStarted();
			for (const workflow of workflows) await switchOff(testEnv(), workflow);
			// Received while the workflow was inactive, also by HighLevel's clock, which has a resolution of one second.
			write(-2000);
			for (const [index, workflow] of workflows.entries())
				await activate(testEnv(), workflow, versions[index]);
			expected.push(write());
			await expectBothStarted();
			const { length } = testEnv().sandbox.requests;
			await waitFor(() => testEnv().sandbox.requests.length >= length + 4);
			await expectBothStarted();
			for (const workflow of workflows) await switchOff(testEnv(), workflow);
		}, 300_000);

		test('a poll ends in time, and the next continues', async () => {
			const workflow = polling({ event: 'newMessage', options: { lastMessages: 1 } });
			await switchOn(testEnv(), workflow);
			testEnv().sandbox.faults.add({ path: /\/messages$/, times: 999, delayMs: 1500 });
			// More than 10 s of work: 10 conversations are read at a time.
			const expected = Array.from({ length: 80 }, () => write());
			const isDone = async (executions: number): Promise<string[][]> => {
				const runs = await startedWith(workflow, executions);
				return runs.flat().length < expected.length
					? await isDone(executions + 1)
					: (runs as string[][]);
			};
			const runs = await isDone(1);
			await switchOff(testEnv(), workflow);
			expect(runs.flat().sort()).toEqual(expected.sort());
			if (settings) expect(runs.length).toBeGreaterThan(1);
			expect(testEnv().n8n.log.join('\n')).not.toContain('exceeded its timeout');
		}, 300_000);
	});
}

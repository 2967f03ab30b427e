/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { CREDENTIAL } from '../../../n8n/credential';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { chain, finished, jsonOf, node } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { World } from '../support/world';

interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/** Both triggers in workflows that are switched on. */
export function triggers(world: () => World): void {
	/** A workflow of a trigger alone. */
	const startedBy = (trigger: INode): TestWorkflow => ({
		...chain(),
		nodes: [trigger],
		connections: {},
	});

	/** Switches a workflow on and waits until n8n has, which it does in the background. Throws what its trigger said. */
	const switchOn = async (workflow: TestWorkflow): Promise<void> => {
		const { client } = world();
		const { versionId } = await client.request<{ versionId: string }>(
			'POST',
			'/workflows',
			workflow,
		);
		await client.request('POST', `/workflows/${workflow.id}/activate`, { versionId });
		for (let i = 0; i < 100; i++) {
			const path = `/workflows/${workflow.id}/publication-status`;
			const { status, triggers: states } = await client.request<Publication>('GET', path);
			if (status === 'published') return;
			if (status === 'failed') throw new Error(states.map((each) => each.errorMessage).join());
			await sleep(200);
		}
		throw new Error('n8n did not switch the workflow on within 20 seconds.');
	};
	const switchOff = async ({ id }: TestWorkflow): Promise<void> => {
		await world().client.request('POST', `/workflows/${id}/deactivate`, {});
	};

	const executionsOf = async ({ id }: TestWorkflow): Promise<string[]> => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await world().client.request<{ results: Array<{ id: string }> }>(
			'GET',
			`/executions?filter=${filter}`,
		);
		return results.map((execution) => execution.id).sort((a, b) => Number(a) - Number(b));
	};

	/** Waits until the workflow has run so often, and returns what its trigger put out. */
	const outputs = async (workflow: TestWorkflow, count: number, seconds: number) => {
		for (let waited = 0; waited < seconds; waited++) {
			const ids = await executionsOf(workflow);
			if (ids.length >= count) {
				const runs = await Promise.all(ids.map(async (id) => await finished(world().client, id)));
				return runs.map(({ data }) => jsonOf(data, 'Trigger'));
			}
			await sleep(1000);
		}
		throw new Error(`The workflow did not run ${count} times within ${seconds} seconds.`);
	};

	describe('triggers', () => {
		test('the polling trigger starts on new messages, each once', async () => {
			const { sandbox } = world();
			const { id, name, type } = CREDENTIAL;
			const workflow = startedBy(
				node(
					'Trigger',
					`${PACKAGE_NAME}.highLevelConversationsTrigger`,
					{ event: 'newMessage', pollTimes: { item: [{ mode: 'everyMinute' }] } },
					{ credentials: { [type]: { id, name } } },
				),
			);
			await switchOn(workflow);
			const [{ id: conversationId }] = sandbox.state.conversations.values();
			const add = () => {
				const dateAdded = Date.now() + 1000;
				return sandbox.state.addMessage({ conversationId, dateAdded, body: 'News' }).id;
			};
			const first = [add(), add()];
			expect((await outputs(workflow, 1, 75)).flat().map((json) => json.id)).toEqual(first);
			const second = add();
			const all = (await outputs(workflow, 2, 75)).flat().map((json) => json.id);
			await switchOff(workflow);
			expect(all).toEqual([...first, second]);
		}, 200_000);

		test('the polling trigger cannot be switched on with a token that ended', async () => {
			const { client, sandbox } = world();
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
			const trigger = `${PACKAGE_NAME}.highLevelConversationsTrigger`;
			const workflow = startedBy(node('Trigger', trigger, {}, { credentials }));
			await expect(switchOn(workflow)).rejects.toThrow('HighLevel did not accept the token');
		});

		test('the webhook trigger starts on signed events alone, each once', async () => {
			const { n8n, sandbox } = world();
			const webhookId = randomUUID();
			const workflow = startedBy(
				node(
					'Trigger',
					`${PACKAGE_NAME}.highLevelConversationsWebhookTrigger`,
					{ events: ['InboundMessage'], publicKey: sandbox.webhooks.publicKey },
					{ webhookId },
				),
			);
			await switchOn(workflow);
			const url = `${n8n.url}/webhook/${webhookId}/webhook`;
			const deliver = async (body: string, options: object = {}) => {
				const payload = { direction: 'inbound', body };
				return (await sandbox.webhooks.deliver(url, 'InboundMessage', payload, options)).status;
			};
			expect(await deliver('unsigned', { unsigned: true })).toBe(401);
			expect(await deliver('altered', { tamper: true })).toBe(401);
			expect(await deliver('Grüße 👋', { webhookId: 'once' })).toBe(200);
			expect(await deliver('Grüße 👋', { webhookId: 'once' })).toBe(200);
			expect(await deliver('last')).toBe(200);
			const events = (await outputs(workflow, 2, 30)).flat();
			await switchOff(workflow);
			expect(events.map(({ body }) => body).sort()).toEqual(['Grüße 👋', 'last']);
		});
	});
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { waitForRuns, switchOff, switchOn } from '../support/activeWorkflows';
import { modelNode, openAiCredential, startScriptedModel } from '../support/model';
import type { ScriptedModel } from '../support/model';
import { chain, connect, highLevel, items, jsonOf, node, runByHand } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const AI = '@n8n/n8n-nodes-langchain';
const MINUTE = 60_000;
const HERE = { __rl: true, mode: 'id', value: '={{ $json.conversationId }}' };

/** An agent that answers an inbox: a trigger, Get Unanswered, the agent with its memory, and Send. */
export function inbox(testEnv: () => TestEnv): void {
	let model: ScriptedModel;
	let openAi: { id: string; name: string };
	let conversationId: string;
	let contactId: string;

	beforeAll(async () => {
		model = await startScriptedModel();
		openAi = await openAiCredential(testEnv().client, model);
	});
	afterAll(async () => await model.stop());
	beforeEach(() => {
		const { state, locationId } = testEnv().sandbox;
		contactId = state.addContact({ locationId, phone: '+15550100' }).id;
		conversationId = state.addConversation({ locationId, contactId }).id;
	});

	const write = (body: string, agoMs = 0, more: object = {}): string => {
		const dateAdded = Date.now() - agoMs;
		const given = { conversationId, dateAdded, body, source: undefined, ...more };
		return testEnv().sandbox.state.addMessage(given).id;
	};
	const answer = (body: string, agoMs: number, more: object = {}) =>
		write(body, agoMs, { direction: 'outbound', source: 'api', ...more });
	const sent = () =>
		testEnv()
			.sandbox.requests.filter(({ method }) => method === 'POST')
			.map(({ body }) => (body as { message: string }).message);

	const agent = (typeVersion: number): INode =>
		node('Agent', `${AI}.agent`, { promptType: 'define', text: '={{ $json.text }}', options: {} }, { typeVersion }); // prettier-ignore

	/** Adds the model and the memory to the workflow's agent. */
	const addModelAndMemory = (workflow: TestWorkflow): TestWorkflow => {
		workflow.nodes.push(
			modelNode(openAi),
			highLevel('Memory', {}, { type: `${PACKAGE_NAME}.highLevelConversationsMemory` }),
		);
		connect(workflow, 'Model', 'Agent', { type: 'ai_languageModel' });
		connect(workflow, 'Memory', 'Agent', { type: 'ai_memory' });
		return workflow;
	};
	/** The messages of the n-th request to the model, without the system message. */
	const asked = (index: number) =>
		model.asked[index].messages
			.filter(({ role }) => role !== 'system')
			.map(({ role, content }) => `${role}: ${String(content)}`);

	describe('inbox', () => {
		test.each([2.2, 3.1])(
			'agent %d uses the conversation as its memory, and reads it once',
			async (version) => {
				write('Are you open?', 9 * MINUTE);
				answer('From 9 to 5.', 8 * MINUTE);
				answer('On Sundays, too.', 7 * MINUTE, { source: 'app', userId: 'user1' });
				write('Great, and today?', 6 * MINUTE);
				const workflow = addModelAndMemory(
					chain(items('In', [{ conversationId, text: 'Great, and today?' }]), agent(version)),
				);
				workflow.nodes.push(
					highLevel(
						'Look up',
						{ resource: 'message', operation: 'get', messageId: "={{ $fromAI('id', 'An ID') }}" },
						{ type: `${PACKAGE_NAME}.highLevelConversationsTool` },
					),
				);
				connect(workflow, 'Look up', 'Agent', { type: 'ai_tool' });
				const [message] = [...testEnv().sandbox.state.messages.keys()];
				model.play([{ tool: 'Look_up', input: { id: message } }, { text: 'Yes.' }]);
				const { status, data } = await runByHand(testEnv().client, workflow);
				expect(status).toBe('success');
				expect(jsonOf(data, 'Agent')).toEqual([{ output: 'Yes.' }]);
				expect(asked(0)).toEqual([
					'user: Are you open?',
					'assistant: From 9 to 5.\n[A colleague wrote] On Sundays, too.',
					'user: Great, and today?',
				]);
				const paths = testEnv().sandbox.requests.map(({ method, path }) => `${method} ${path}`);
				expect(paths.filter((path) => path.endsWith('/messages'))).toEqual([
					`GET /conversations/${conversationId}/messages`,
				]);
				expect(paths.filter((path) => path.startsWith('POST'))).toEqual([]);
			},
		);

		describe('by webhook', () => {
			let workflow: TestWorkflow;
			let url: string;

			beforeEach(async () => {
				const { n8n, sandbox } = testEnv();
				const webhookId = randomUUID();
				const options = { waitForQuiet: 5, onlyIfLatest: '={{ $json.messageId }}' };
				const trigger = node(
					'Trigger',
					`${PACKAGE_NAME}.highLevelConversationsWebhookTrigger`,
					{ events: ['InboundMessage'], publicKey: sandbox.webhooks.publicKey },
					{ webhookId },
				);
				workflow = addModelAndMemory(
					chain(
						highLevel('Unanswered', {
							...{ resource: 'conversation', operation: 'getUnanswered' },
							...{ conversationId: HERE, options },
						}),
						agent(2.2),
						highLevel('Send', {
							...{ resource: 'message', operation: 'send', type: 'SMS' },
							contactId: "={{ $('Unanswered').item.json.contactId }}",
							message: '={{ $json.output }}',
							options: { onlyIfUnanswered: "={{ $('Unanswered').item.json.turn }}" },
						}),
					),
				);
				// Replaces the manual trigger.
				workflow.nodes[0] = trigger;
				workflow.connections.Trigger = workflow.connections.Start;
				delete workflow.connections.Start;
				await switchOn(testEnv(), workflow);
				url = `${n8n.url}/webhook/${webhookId}/webhook`;
			});
			afterEach(async () => await switchOff(testEnv(), workflow));

			const writes = async (body: string) => {
				const payload = { conversationId, contactId, messageId: write(body), body };
				const { webhooks } = testEnv().sandbox;
				const event = { direction: 'inbound', ...payload };
				expect((await webhooks.deliver(url, 'InboundMessage', event)).status).toBe(200);
			};

			test('answers five messages within eight seconds together, once', async () => {
				model.play([{ text: 'One answer.' }, { text: 'Another.' }]);
				for (const body of ['1', '2', '3', '4', '5']) {
					if (body !== '1') await sleep(1900);
					await writes(body);
				}
				const runs = await waitForRuns(testEnv(), workflow, 5, 60);
				expect(runs.map(({ status }) => status)).toEqual(Array(5).fill('success'));
				expect(sent()).toEqual(['One answer.']);
				expect(asked(0)).toEqual(['user: 1\n2\n3\n4\n5']);
			});

			test('does not answer if a team member answers in between', async () => {
				await writes('1');
				await writes('2');
				answer('I am on it.', 0, { source: 'app', userId: 'user1' });
				await waitForRuns(testEnv(), workflow, 2, 60);
				expect(sent()).toEqual([]);
			});

			test('answers a message that arrives while the agent runs together with the previous one', async () => {
				model.play([{ text: 'To one.', afterMs: 4000 }, { text: 'To both.' }]);
				await writes('1');
				for (let i = 0; i < 150 && model.asked.length === 0; i++) await sleep(100);
				await writes('2');
				await waitForRuns(testEnv(), workflow, 2, 60);
				expect(sent()).toEqual(['To both.']);
				expect(asked(1).at(-1)).toBe('user: 1\n2');
			});
		});
	});
}

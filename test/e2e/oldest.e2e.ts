/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeWorkflow, importInto, n8nCommand } from '../../n8n/commands';
import { sandboxCredential } from '../../n8n/credential';
import { installPackage, packPackage } from '../../n8n/tarball';
import { PACKAGE_NAME, PINNED } from '../../n8n/paths';
import { freePort } from '../../n8n/ports';
import type { IDataObject } from 'n8n-workflow';
import type { N8nSettings } from '../../n8n/environment';
import { SEED, startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { questionNode } from './support/questions';
import { modelNode, startScriptedModel } from './support/model';
import type { ScriptedModel } from './support/model';
import { chain, connect, highLevel, items, jsonOf, node } from './support/workflows';
import type { TestWorkflow } from './support/workflows';

interface Stage {
	settings: N8nSettings & { installation: string };
	sandbox: Sandbox;
}

describe('the packed package in the oldest n8n it supports', () => {
	let folder: string;
	let stage: Stage;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'highlevel-oldest-'));
		const settings = {
			installation: join(PINNED, 'oldest'),
			userFolder: join(folder, 'user'),
			port: await freePort(),
			brokerPort: await freePort(),
		};
		stage = { settings, sandbox: await startSandbox() };
		const { stdout } = await n8nCommand(settings, ['--version']);
		expect(stdout.trim()).toMatch(/^1\.85\./);
		await installPackage(settings.userFolder, await packPackage(folder));
		await importInto(settings, 'credentials', [sandboxCredential(stage.sandbox)]);
	}, 240_000);
	afterAll(async () => {
		await stage?.sandbox.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	test('lists messages and sends one', async () => {
		const { settings, sandbox } = stage;
		const conversationId = { __rl: true, mode: 'id', value: SEED.conversationId };
		const workflow = chain(
			highLevel('Messages', {
				...{ resource: 'message', operation: 'getAll', returnAll: true },
				conversationId,
			}),
			highLevel(
				'Send',
				{
					...{ resource: 'message', operation: 'send', type: 'SMS' },
					contactId: { __rl: true, mode: 'phoneOrEmail', value: '+1 202 555 0101' },
					message: "={{ 'You wrote ' + $('Messages').all().length + ' times.' }}",
				},
				{ executeOnce: true },
			),
		);
		await importInto(settings, 'workflow', [workflow]);
		const { data } = await executeWorkflow(settings, workflow.id);
		const inConversation = [...sandbox.state.messages.values()].filter(
			(message) => message.conversationId === SEED.conversationId,
		);
		// One more than listed: the message that was sent.
		expect(jsonOf(data, 'Messages')).toHaveLength(inConversation.length - 1);
		expect(jsonOf(data, 'Send')).toEqual([
			expect.objectContaining({ conversationId: SEED.conversationId }),
		]);
	}, 120_000);

	test('does not send a question if nobody could answer it', async () => {
		const { settings, sandbox } = stage;
		// This version of n8n does not sign resume URLs.
		const before = sandbox.requests.length;
		const asks = chain(questionNode());
		await importInto(settings, 'workflow', [asks]);
		await expect(executeWorkflow(settings, asks.id)).rejects.toThrow(
			"'Send and Wait for Response' requires a newer version of n8n",
		);
		expect(sandbox.requests).toHaveLength(before);
	}, 120_000);

	describe('for an agent', () => {
		let model: ScriptedModel;
		const openAi = { id: 'scriptedModel', name: 'Scripted model', type: 'openAiApi' };
		beforeAll(async () => {
			model = await startScriptedModel();
			const data = { apiKey: 'sk-none', url: model.url };
			await importInto(stage.settings, 'credentials', [{ ...openAi, data }]);
		});
		afterAll(async () => await model.stop());

		const run = async (workflow: TestWorkflow) => {
			await importInto(stage.settings, 'workflow', [workflow]);
			const { data } = await executeWorkflow(stage.settings, workflow.id);
			return jsonOf(data, 'Agent');
		};

		test('is the memory of a conversation', async () => {
			const { sandbox } = stage;
			const { locationId } = sandbox;
			const { id: contactId } = sandbox.state.addContact({ locationId });
			const { id: conversationId } = sandbox.state.addConversation({ locationId, contactId });
			const at = (minutesAgo: number) => ({
				conversationId,
				dateAdded: Date.now() - minutesAgo * 60_000,
			});
			sandbox.state.addMessage({ ...at(3), body: 'Are you open?' });
			sandbox.state.addMessage({ ...at(2), body: 'Yes.', direction: 'outbound', source: 'api' });
			sandbox.state.addMessage({ ...at(1), body: 'Until when?' });
			model.play([{ text: 'Until five.' }]);
			const workflow = agentWorkflow({ conversationId, text: 'Until when?' }, openAi);
			const memory = highLevel(
				'Memory',
				{},
				{ type: `${PACKAGE_NAME}.highLevelConversationsMemory` },
			);
			workflow.nodes.push(memory);
			connect(workflow, 'Memory', 'Agent', { type: 'ai_memory' });
			expect(await run(workflow)).toEqual([{ output: 'Until five.' }]);
			const told = model.asked[0].messages.filter(({ role }) => role !== 'system');
			expect(told.map(({ role, content }) => `${role}: ${String(content)}`)).toEqual([
				'user: Are you open?',
				'assistant: Yes.',
				'user: Until when?',
			]);
		}, 120_000);

		test('is a tool', async () => {
			const { sandbox } = stage;
			const type = `${PACKAGE_NAME}.highLevelConversationsTool`;
			const given = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;
			const workflow = agentWorkflow({ text: 'Answer the last message.' }, openAi);
			const conversationId = { __rl: true, mode: 'id', value: given('conversation') };
			workflow.nodes.push(
				highLevel(
					'List',
					{ resource: 'message', operation: 'getAll', limit: 3, conversationId },
					{ type },
				),
				highLevel(
					'Send',
					{
						...{ resource: 'message', operation: 'send', type: 'SMS' },
						...{ contactId: given('contact'), message: given('text') },
					},
					{ type },
				),
			);
			for (const name of ['List', 'Send']) connect(workflow, name, 'Agent', { type: 'ai_tool' });
			model.play([
				{ tool: 'List', input: { conversation: SEED.conversationId } },
				{ tool: 'Send', input: { contact: SEED.contactId, text: ' ' } },
				{ tool: 'Send', input: { contact: SEED.contactId, text: 'See you on Friday.' } },
				{ text: 'Answered.' },
			]);
			const { length } = sandbox.requests;
			expect(await run(workflow)).toEqual([{ output: 'Answered.' }]);
			expect(sandbox.requests.slice(length).map(({ method, path }) => `${method} ${path}`)).toEqual(
				[`GET /conversations/${SEED.conversationId}/messages`, 'POST /conversations/messages'],
			);
			expect(sandbox.requests.at(-1)?.body).toMatchObject({
				contactId: SEED.contactId,
				message: 'See you on Friday.',
			});
			expect(JSON.stringify(model.asked[1].messages)).toContain(SEED.conversationId);
			// The error of the failed call, with what to do.
			expect(JSON.stringify(model.asked[2].messages.at(-1))).toMatch(/'Message' is empty/);
		}, 120_000);
	});
});

function agentWorkflow(input: IDataObject, openAi: { id: string; name: string }): TestWorkflow {
	const prompt = { promptType: 'define', text: '={{ $json.text }}', options: {} };
	const workflow = chain(
		items('In', [input]),
		node('Agent', '@n8n/n8n-nodes-langchain.agent', prompt, { typeVersion: 1.8 }),
	);
	workflow.nodes.push(modelNode(openAi));
	connect(workflow, 'Model', 'Agent', { type: 'ai_languageModel' });
	return workflow;
}

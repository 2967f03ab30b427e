import type { INode } from 'n8n-workflow';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { SEED } from '../../../sandbox';
import { questionNode, linksSent, waitUntilWaiting, postAnswer } from '../support/questions';
import { modelNode, openAiCredential, startScriptedModel } from '../support/model';
import type { ScriptedModel } from '../support/model';
import { chain, connect, finished, highLevel, jsonOf, node, start } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const AI = '@n8n/n8n-nodes-langchain';
const CONTACT = { contactId: { __rl: true, mode: 'id', value: SEED.contactId } };

const DECLINABLE = { approvalOptions: { values: { approvalType: 'double' } } };

/** The node as the human review step of an AI agent's tools, which n8n generates for it. */
export function humanReview(testEnv: () => TestEnv): void {
	let model: ScriptedModel;
	let openAi: { id: string; name: string };

	beforeAll(async () => {
		model = await startScriptedModel();
		openAi = await openAiCredential(testEnv().client, model);
	});
	afterAll(async () => await model.stop());

	/** An agent with its model and these tools. */
	function agentWith(version: number, ...tools: INode[]) {
		const agent = { promptType: 'define', text: 'Tell the contact.', options: {} };
		const workflow = chain(node('Agent', `${AI}.agent`, agent, { typeVersion: version }));
		workflow.nodes.push(modelNode(openAi), ...tools);
		connect(workflow, 'Model', 'Agent', { type: 'ai_languageModel' });
		connect(workflow, tools[0].name, 'Agent', { type: 'ai_tool' });
		return workflow;
	}

	/** An agent whose one tool sends a message, and a person who is asked first. */
	function reviewed() {
		const { type, parameters, ...rest } = questionNode();
		const message = '=Shall {{ $tool.name }} run with {{ JSON.stringify($tool.parameters) }}?';
		const person: INode = {
			...rest,
			parameters: { ...parameters, ...DECLINABLE, message },
			type: `${type}HitlTool`,
			name: 'Review',
		};
		const tool = highLevel(
			'Send message',
			{
				...{ resource: 'message', operation: 'send', type: 'SMS', ...CONTACT },
				message: "={{ $fromAI('text', 'What to say', 'string') }}",
			},
			{ type: `${PACKAGE_NAME}.highLevelConversationsTool` },
		);
		const workflow = agentWith(3, person, tool);
		connect(workflow, 'Send message', 'Review', { type: 'ai_tool' });
		return workflow;
	}

	/** An agent whose one tool asks a person. */
	function advised(version: number) {
		const tool = questionNode({ responseType: 'freeText' });
		return agentWith(version, { ...tool, type: `${tool.type}Tool` });
	}

	test.each([
		['yes', 'true', ['Come on Friday.']],
		['no', 'false', []],
	])(
		'a person\'s decision "%s" determines whether the agent\'s tool runs',
		async (_, approved, sent) => {
			const { client, sandbox } = testEnv();
			const input = { toolParameters: { text: 'Come on Friday.' }, hitlParameters: {} };
			model.play([{ tool: 'Send_message', input }, { text: 'Done.' }]);
			const executionId = await start(client, reviewed());
			await waitUntilWaiting(testEnv(), executionId);
			const question = (sandbox.requests.at(-1)?.body as { message: string }).message;
			expect(question).toContain('Shall Send_message run with {"text":"Come on Friday."}?');
			await postAnswer(linksSent(testEnv())[0], { approved });
			const { status, data } = await finished(client, executionId);
			expect(status).toBe('success');
			expect(jsonOf(data, 'Agent')).toEqual([{ output: 'Done.' }]);
			const texts = sandbox.requests.map(({ body }) => (body as { message: string }).message);
			expect(texts.slice(1)).toEqual(sent);
		},
	);

	test('an agent asks a person by a tool, and receives the answer', async () => {
		model.play([{ tool: 'Ask', input: {} }, { text: 'Done.' }]);
		const executionId = await start(testEnv().client, advised(3));
		await waitUntilWaiting(testEnv(), executionId);
		await postAnswer(linksSent(testEnv())[0], { 'field-0': 'On Tuesday' });
		const { data } = await finished(testEnv().client, executionId);
		expect(jsonOf(data, 'Agent')).toEqual([{ output: 'Done.' }]);
		expect(JSON.stringify(model.asked.at(-1)?.messages)).toContain('On Tuesday');
	});

	test('an agent that cannot wait sends no question, and its tool says why', async () => {
		model.play([{ tool: 'Ask', input: {} }, { text: 'Done.' }]);
		await finished(testEnv().client, await start(testEnv().client, advised(2.2)));
		expect(testEnv().sandbox.requests).toEqual([]);
		const told = JSON.stringify(model.asked.at(-1)?.messages);
		expect(told).toContain('is not supported by this version of the AI Agent');
	});
}

import { SEED } from '../../../sandbox';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { modelNode, openAiCredential, startScriptedModel } from '../support/model';
import type { ScriptedModel } from '../support/model';
import { chain, connect, highLevel, jsonOf, node, runByHand } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const AI = '@n8n/n8n-nodes-langchain';
/** A PNG of one pixel, in base64. */
const PIXEL =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
const fromAi = (name: string, what: string) => `={{ $fromAI('${name}', '${what}', 'string') }}`;

/** The node as a tool of an AI agent. */
export function agentTool(testEnv: () => TestEnv): void {
	let model: ScriptedModel;
	let openAi: { id: string; name: string };

	beforeAll(async () => {
		model = await startScriptedModel();
		openAi = await openAiCredential(testEnv().client, model);
	});
	afterAll(async () => await model.stop());

	/** An agent with two tools: one lists messages, one sends. */
	const agentWith = (typeVersion: number): TestWorkflow => {
		const type = `${PACKAGE_NAME}.highLevelConversationsTool`;
		const workflow = chain(
			node(
				'Agent',
				`${AI}.agent`,
				{ promptType: 'define', text: 'Answer the last message.', options: {} },
				{ typeVersion },
			),
		);
		workflow.nodes.push(
			modelNode(openAi),
			highLevel(
				'List messages',
				{
					...{ resource: 'message', operation: 'getAll', limit: 3 },
					conversationId: { __rl: true, mode: 'id', value: fromAi('conversation', 'Its ID') },
				},
				{ type },
			),
			highLevel(
				'Send message',
				{
					...{ resource: 'message', operation: 'send', type: 'SMS' },
					contactId: fromAi('contact', 'Whom to write to'),
					message: fromAi('text', 'What to say'),
				},
				{ type },
			),
		);
		connect(workflow, 'Model', 'Agent', { type: 'ai_languageModel' });
		connect(workflow, 'List messages', 'Agent', { type: 'ai_tool' });
		connect(workflow, 'Send message', 'Agent', { type: 'ai_tool' });
		return workflow;
	};

	test('an AI agent lists messages and sends one', async () => {
		const { sandbox, client } = testEnv();
		const workflow = agentWith(2.2);
		model.play([
			{ tool: 'List_messages', input: { conversation: SEED.conversationId } },
			{ tool: 'Send_message', input: { contact: SEED.contactId, text: 'See you on Friday.' } },
			{ text: 'Answered.' },
		]);
		const { status, data } = await runByHand(client, workflow);
		expect(status).toBe('success');
		expect(jsonOf(data, 'Agent')).toEqual([{ output: 'Answered.' }]);
		expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			`GET /conversations/${SEED.conversationId}/messages`,
			'POST /conversations/messages',
		]);
		expect(sandbox.requests[1].body).toMatchObject({
			contactId: SEED.contactId,
			message: 'See you on Friday.',
		});
		// The model received both tools with their descriptions, and then the messages.
		const tools = model.asked[0].tools ?? [];
		expect(tools.map((tool) => tool.function.name).sort()).toEqual([
			'List_messages',
			'Send_message',
		]);
		for (const tool of tools) expect(tool.function.description?.length).toBeGreaterThan(10);
		expect(JSON.stringify(model.asked[1].messages)).toContain(SEED.conversationId);
	});

	// Agents before version 3 call tools directly; newer ones let n8n's engine run them.
	test.each([2.2, 3.1])('agent %d is told why a call failed, and calls again', async (version) => {
		const { sandbox, client } = testEnv();
		model.play([
			{ tool: 'Send_message', input: { contact: 'gone', text: 'See you on Friday.' } },
			{ tool: 'Send_message', input: { contact: SEED.contactId, text: ' ' } },
			{ tool: 'Send_message', input: { contact: SEED.contactId, text: 'See you on Friday.' } },
			{ text: 'Answered.' },
		]);
		const { status, data } = await runByHand(client, agentWith(version));
		expect(status).toBe('success');
		expect(jsonOf(data, 'Agent')).toEqual([{ output: 'Answered.' }]);
		const told = model.asked.map(({ messages }) => JSON.stringify(messages.at(-1)));
		expect(told[1]).toMatch(/could not find the contact.*HighLevel said: .*use its current ID/);
		expect(told[2]).toMatch(/'Message' is empty/);
		expect(told[3]).toContain('messageId');
		expect(sandbox.requests.map(({ status: reply }) => reply)).toEqual([400, 200]);
	});

	test.each([2.2, 3.1])('agent %d gets the picture that a contact sent', async (typeVersion) => {
		const { sandbox, client } = testEnv();
		const { state, locationId, storageUrl } = sandbox;
		const bytes = Buffer.from(PIXEL, 'base64');
		const given = { locationId, name: 'photo.png', type: 'image/png', bytes, publicUntil: 0 };
		const { slug } = state.addFile(given);
		const attachments = [`${storageUrl}/files/d/${slug}`];
		const { conversationId } = SEED;
		state.addMessage({ conversationId, body: 'What is this?', source: undefined, attachments });
		const workflow = chain(
			node(
				'Agent',
				`${AI}.agent`,
				{
					promptType: 'define',
					text: '={{ $json.text }}',
					options: { passthroughBinaryImages: true },
				},
				{ typeVersion },
			),
		);
		workflow.nodes[0] = highLevel(
			'Trigger',
			{ event: 'unanswered', options: { downloadAttachments: true } },
			{ type: `${PACKAGE_NAME}.highLevelConversationsTrigger` },
		);
		workflow.connections = {};
		workflow.nodes.push(modelNode(openAi));
		connect(workflow, 'Trigger', 'Agent');
		connect(workflow, 'Model', 'Agent', { type: 'ai_languageModel' });
		model.play([{ text: 'A dot.' }]);
		const { status, data } = await runByHand(client, workflow);
		expect(status).toBe('success');
		expect(jsonOf(data, 'Agent')).toEqual([{ output: 'A dot.' }]);
		const content = model.asked[0].messages.flatMap((message) => message.content);
		expect(content).toContainEqual({
			type: 'image_url',
			image_url: expect.objectContaining({ url: `data:image/png;base64,${PIXEL}` }),
		});
		expect(JSON.stringify(content)).toContain('What is this?');
	});
}

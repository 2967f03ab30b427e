import type { INodeParameters } from 'n8n-workflow';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { chain, connect, highLevel, items, jsonOf, node, runByHand } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import { anthropicCredential, startAnthropicModel } from '../support/anthropicModel';
import type { TestEnv } from '../support/testEnv';

const AI = '@n8n/n8n-nodes-langchain';
const MINUTE = 60_000;

/** The memory in an agent that limits tokens, and with n8n's Chat Memory Manager, which reads and tries to change messages. */
export function memory(testEnv: () => TestEnv): void {
	let conversationId: string;
	const write = (minutesAgo: number, body: string, more: object = {}) => {
		const dateAdded = Date.now() - minutesAgo * MINUTE;
		const message = { conversationId, dateAdded, body, source: undefined, ...more };
		testEnv().sandbox.state.addMessage(message);
	};
	const answer = (minutesAgo: number, body: string) =>
		write(minutesAgo, body, { direction: 'outbound', source: 'api' });

	beforeEach(() => {
		const { state, locationId } = testEnv().sandbox;
		const { id: contactId } = state.addContact({ locationId });
		conversationId = state.addConversation({ locationId, contactId }).id;
		write(4, 'Are you open?');
		answer(3, 'From 9 to 5.');
		// Not part of the history, because an agent would receive it as its input.
		write(2, 'And on Sundays?');
	});

	const remembering = (workflow: TestWorkflow, reader: string): TestWorkflow => {
		const type = `${PACKAGE_NAME}.highLevelConversationsMemory`;
		workflow.nodes.push(highLevel('Memory', {}, { type }));
		connect(workflow, 'Memory', reader, { type: 'ai_memory' });
		return workflow;
	};

	describe('memory', () => {
		test('gives an agent that limits tokens the last messages', async () => {
			answer(1, 'No.');
			const model = await startAnthropicModel('Yes.');
			const { id, name } = await anthropicCredential(testEnv().client, model);
			// The four messages have an estimated 4, 3, 4 and 1 tokens.
			const options = { maxTokensFromMemory: 7 };
			const define = { promptType: 'define', text: 'And today?', options };
			const workflow = chain(
				items('In', [{ conversationId }]),
				node('Agent', `${AI}.agent`, define, { typeVersion: 3.1 }),
			);
			workflow.nodes.push(
				node(
					'Model',
					`${AI}.lmChatAnthropic`,
					{ model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
					{ typeVersion: 1.3, credentials: { anthropicApi: { id, name } } },
				),
			);
			connect(workflow, 'Model', 'Agent', { type: 'ai_languageModel' });
			try {
				const { data } = await runByHand(testEnv().client, remembering(workflow, 'Agent'));
				expect(jsonOf(data, 'Agent')).toEqual([{ output: 'Yes.' }]);
				expect(model.requests.map(({ messages }) => messages)).toEqual([
					[
						{ role: 'user', content: 'And on Sundays?' },
						{ role: 'assistant', content: 'No.' },
						{ role: 'user', content: 'And today?' },
					],
				]);
			} finally {
				await model.stop();
			}
		});

		describe.each([1, 1.1])('in Chat Memory Manager %d', (typeVersion) => {
			const manage = async (parameters: INodeParameters) => {
				const manager = node('Manager', `${AI}.memoryManager`, parameters, { typeVersion });
				const workflow = chain(items('In', [{ conversationId }]), manager);
				return await runByHand(testEnv().client, remembering(workflow, 'Manager'));
			};
			const options = { groupMessages: true };

			test('gets messages', async () => {
				const simple = await manage({ mode: 'load', simplifyOutput: true, options });
				expect(jsonOf(simple.data, 'Manager')).toEqual([
					{
						messages: [{ human: 'Are you open?', ai: 'From 9 to 5.' }],
						messagesCount: 1,
					},
				]);
				const full = await manage({ mode: 'load', simplifyOutput: false, options });
				const [{ messages, messagesCount }] = jsonOf(full.data, 'Manager');
				expect(messagesCount).toBe(2);
				expect(JSON.stringify(messages)).toContain('From 9 to 5.');
			});

			test.each<[string, INodeParameters]>([
				['insert messages', { mode: 'insert', insertMode: 'insert' }],
				['override messages', { mode: 'insert', insertMode: 'override' }],
				['delete the last messages', { mode: 'delete', deleteMode: 'lastN', lastMessagesCount: 1 }],
				['delete all messages', { mode: 'delete', deleteMode: 'all' }],
			])('does not %s, and says why', async (_, parameters) => {
				const messages = { messageValues: [{ type: 'user', message: 'Hi' }] };
				const { status, data } = await manage({ ...parameters, messages });
				expect(status).toBe('error');
				expect(data.resultData.error?.message).toContain('HighLevel');
				expect(testEnv().sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			});
		});
	});
}

import type { INodeParameters } from 'n8n-workflow';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { chain, connect, highLevel, items, jsonOf, node, runByHand } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const AI = '@n8n/n8n-nodes-langchain';
const MINUTE = 60_000;

/** The memory with n8n's Chat Memory Manager, which reads messages and tries to change them. */
export function memory(testEnv: () => TestEnv): void {
	let conversationId: string;

	beforeEach(() => {
		const { state, locationId } = testEnv().sandbox;
		const { id: contactId } = state.addContact({ locationId });
		conversationId = state.addConversation({ locationId, contactId }).id;
		const write = (minutesAgo: number, body: string, more: object = {}) => {
			const dateAdded = Date.now() - minutesAgo * MINUTE;
			state.addMessage({ conversationId, dateAdded, body, source: undefined, ...more });
		};
		write(4, 'Are you open?');
		write(3, 'From 9 to 5.', { direction: 'outbound', source: 'api' });
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
				['inserts no messages', { mode: 'insert', insertMode: 'insert' }],
				['overrides no messages', { mode: 'insert', insertMode: 'override' }],
				['deletes no last messages', { mode: 'delete', deleteMode: 'lastN', lastMessagesCount: 1 }],
				['deletes not all messages', { mode: 'delete', deleteMode: 'all' }],
			])('    %s, with the reason', async (_, parameters) => {
				const messages = { messageValues: [{ type: 'user', message: 'Hi' }] };
				const { status, data } = await manage({ ...parameters, messages });
				expect(status).toBe('error');
				expect(data.resultData.error?.message).toContain('HighLevel');
				expect(testEnv().sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			});
		});
	});
}

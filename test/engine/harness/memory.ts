import { createRunExecutionData } from 'n8n-workflow';
import type { IDataObject, INodeType, IRunData } from 'n8n-workflow';

import type { AgentMemory } from '../../../nodes/HighLevelConversationsMemory/agentMemory';
import type { ChatMessage } from '../../../nodes/HighLevelConversationsMemory/chatMessage';
import { WorkflowExecute } from './core';
import {
	additionalDataFor,
	AGENT,
	agentWorkflowOf,
	TESTED,
	type Base,
	type Tested,
} from './workflow';

export interface Remembered {
	/** The messages that the agent received. */
	messages: ChatMessage[];
	/** Its error. */
	error?: Error & { description?: string | null };
	/** Data of the memory's run in the editor. */
	shown: IRunData[string];
}

/** An agent that uses its memory like n8n's agents: before and after its answer, and once more to show it. */
const agentNode = (given: ChatMessage[]): INodeType => ({
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Asks a memory',
		defaults: { name: 'Agent' },
		inputs: ['main', { type: 'ai_memory', maxConnections: 1 }],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		const memory = (await this.getInputConnectionData('ai_memory', 0)) as AgentMemory;
		given.push(...(await memory.loadMemoryVariables()).chat_history);
		await memory.saveContext();
		await memory.chatHistory.getMessages();
		return [this.getInputData()];
	},
});

/** Lets an agent use the memory node, in n8n's engine. */
export async function runMemory(
	base: Base,
	{ items, ...tested }: Tested & { items: IDataObject[] },
): Promise<Remembered> {
	const messages: ChatMessage[] = [];
	let error: Remembered['error'];
	const workflow = agentWorkflowOf(base, {
		...tested,
		type: 'highLevelConversationsMemory',
		as: 'ai_memory',
		agent: agentNode(messages),
		input: items.map((json) => ({ json })),
		onError: (thrown) => (error = thrown as Error),
	});
	const data = additionalDataFor(base.store, workflow, 'manual');
	const execution = new WorkflowExecute(data, 'manual', createRunExecutionData());
	const { runData, error: failed } = (await execution.run({ workflow })).data.resultData;
	const [ran] = runData[AGENT] ?? [];
	return { messages, error: error ?? ran?.error ?? failed, shown: runData[TESTED] ?? [] };
}

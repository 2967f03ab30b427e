import { createRunExecutionData } from 'n8n-workflow';
import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { WorkflowExecute } from './core';
import { additionalDataFor, agentWorkflowOf, TESTED, type Base, type Tested } from './workflow';

/** Tools in n8n's agents: older agents call them directly, newer ones let the engine run them as nodes. */
export type ToolMode = 'called by the agent' | 'run by the engine';

export interface ToolCalls extends Tested {
	/** The model's values for each call, which parameters use with `$fromAI`. */
	calls: IDataObject[];
	way: ToolMode;
}

/** A tool of an agent. */
interface Tool {
	invoke(input: IDataObject): Promise<unknown>;
}

async function callTools(context: IExecuteFunctions, calls: IDataObject[]): Promise<string[]> {
	const [tool] = (await context.getInputConnectionData('ai_tool', 0)) as Tool[];
	const replies: string[] = [];
	for (const call of calls) {
		// LangChain's executor of these agents does not pass a tool's error to the model.
		replies.push(await tool.invoke(call).then(String, () => ''));
	}
	return replies;
}

const requestFor = (calls: IDataObject[]): EngineRequest => ({
	actions: calls.map((input, index) => ({
		actionType: 'ExecutionNodeAction',
		nodeName: TESTED,
		type: 'ai_tool',
		id: `call-${index}`,
		input,
		metadata: { itemIndex: 0 },
	})),
	metadata: {},
});

/** An agent whose model makes these calls. Returns the results, one item per call. */
export function agentNode({ calls, way }: Pick<ToolCalls, 'calls' | 'way'>): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls a tool',
			defaults: { name: 'Agent' },
			inputs: ['main', { type: 'ai_tool' }],
			outputs: ['main'],
			properties: [],
		},
		async execute(response?: EngineResponse) {
			const responses = response?.actionResponses ?? [];
			if (way === 'run by the engine' && responses.length === 0) return requestFor(calls);
			const replies =
				way === 'run by the engine'
					? responses.map(({ data }) => JSON.stringify(data.data ?? data.error?.message))
					: await callTools(this, calls);
			return [replies.map((reply): INodeExecutionData => ({ json: { reply } }))];
		},
	};
}

/** Lets an agent use the node as a tool, in n8n's engine. Returns the results by call. */
export async function runAgent(base: Base, options: ToolCalls): Promise<{ replies: string[] }> {
	const workflow = agentWorkflowOf(base, {
		...options,
		agent: agentNode(options),
		input: [{ json: {} }],
	});
	const data = additionalDataFor(base.store, workflow, 'manual');
	const execution = new WorkflowExecute(data, 'manual', createRunExecutionData());
	const { runData } = (await execution.run({ workflow })).data.resultData;
	const items = runData.Agent?.at(-1)?.data?.main?.[0] ?? [];
	return { replies: items.map(({ json }) => String(json.reply)) };
}

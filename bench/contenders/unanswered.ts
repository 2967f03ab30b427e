/** Unanswered messages of many conversations: by Get Unanswered, and by Get Many with a Code node. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Contender, Outcome } from '../types';
import { itemsOf } from './shared';

const CONVERSATION: INodeParameters = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
/** Number of conversations for the warm-up. */
const FEW = 10;

/** Runs our node for the conversations, and reads the IDs of the last unanswered messages. */
const readConversations =
	(parameters: INodeParameters, idsIn: (json: IDataObject) => string[]): Contender =>
	async (target) => {
		const { ours, startEngine } = await import('../engine');
		const engine = await startEngine(target);
		const step = ours({ ...parameters, conversationId: CONVERSATION });
		const run = async (ids: string[] = []): Promise<Outcome> => {
			const items = await engine.run([step], itemsOf(ids));
			return { ids: items.flatMap(({ json }) => idsIn(json)) };
		};
		return {
			warmUp: async () => await run(target.ids?.slice(0, FEW)),
			run: async () => await run(target.ids),
		};
	};

export const getUnanswered = readConversations(
	{ resource: 'conversation', operation: 'getUnanswered' },
	({ lastMessageId }) => [String(lastMessageId)],
);

const AUTOMATED = ['workflow', 'bulk_actions', 'campaign'];

/** The least that a Code node has to do with the messages of a conversation, newest first. */
function lastOpen(messages: IDataObject[]): string[] {
	const open: string[] = [];
	for (const { id, direction, source, status } of messages) {
		const isAnswer = direction === 'outbound' && !AUTOMATED.includes(String(source));
		if (isAnswer && status !== 'failed') break;
		if (direction === 'inbound') open.push(String(id));
	}
	return open.slice(0, 1);
}

/** With Simplify off, because it omits the sender. The code runs in this process; n8n's Code node would take more time. */
export const getManyAndCode = readConversations(
	{ resource: 'message', operation: 'getAll', limit: 100, simplify: false },
	({ messages }) => lastOpen((messages as { messages: IDataObject[] }).messages),
);

import { HistoryMessage, MemoryMessage } from './chatMessage';
import type { ChatMessage } from './chatMessage';

type Refuse = () => Promise<never>;

/** The part of LangChain's memory that n8n's agents, chains and memory nodes call. */
export interface AgentMemory {
	/** The key under which `loadMemoryVariables` returns the messages. */
	memoryKey: 'chat_history';
	memoryKeys: string[];
	loadMemoryVariables(): Promise<{ chat_history: MemoryMessage[] }>;
	saveContext(): Promise<void>;
	clear: Refuse;
	chatHistory: {
		getMessages(): Promise<HistoryMessage[]>;
		addMessages(): Promise<void>;
		addMessage: Refuse;
		addUserMessage: Refuse;
		addAIMessage: Refuse;
		addAIChatMessage: Refuse;
		clear: Refuse;
	};
}

/**
 * A memory that reads once, when it is first asked. What an agent saves after its answer is dropped: it is in the thread once it is
 * sent. Whatever else would change the history throws `refused()`.
 *
 * A plain object, without n8n's SDK for AI nodes: agents of all versions of n8n take it, and the SDK would have to be imported from
 * an n8n that may not have it.
 */
export function createAgentMemory(
	read: () => Promise<ChatMessage[]>,
	refused: () => Error,
): AgentMemory {
	let reading: Promise<ChatMessage[]> | undefined;
	const messages = async () => await (reading ??= read());
	const drop = async () => {};
	const refuse: Refuse = async () => await Promise.reject(refused());
	return {
		memoryKey: 'chat_history',
		memoryKeys: ['chat_history'],
		loadMemoryVariables: async () => ({
			chat_history: (await messages()).map((message) => new MemoryMessage(message)),
		}),
		saveContext: drop,
		clear: refuse,
		chatHistory: {
			getMessages: async () => (await messages()).map((message) => new HistoryMessage(message)),
			// Agents save the steps of their tools this way.
			addMessages: drop,
			addMessage: refuse,
			addUserMessage: refuse,
			addAIMessage: refuse,
			addAIChatMessage: refuse,
			clear: refuse,
		},
	};
}

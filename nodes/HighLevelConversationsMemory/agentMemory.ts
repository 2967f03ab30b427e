import type { ChatMessage } from './chatHistory';

/** What of LangChain's memory n8n's agents and chains call. */
export interface AgentMemory {
	/** The key under which `loadMemoryVariables` gives the messages. */
	memoryKey: 'chat_history';
	memoryKeys: string[];
	loadMemoryVariables(): Promise<{ chat_history: ChatMessage[] }>;
	saveContext(): Promise<void>;
	clear(): Promise<void>;
	chatHistory: {
		getMessages(): Promise<ChatMessage[]>;
		addMessages(): Promise<void>;
		clear(): Promise<void>;
	};
}

/**
 * A memory that reads once, when it is first asked, and writes nothing: what is said is in the thread once it is sent.
 * A plain object, not one of n8n's SDK for AI nodes: agents of all versions of n8n take it, and the SDK would have to be
 * imported from an n8n that may not have it.
 */
export function memoryOf(read: () => Promise<ChatMessage[]>): AgentMemory {
	let reading: Promise<ChatMessage[]> | undefined;
	const messages = async () => await (reading ??= read());
	const nothing = async () => {};
	return {
		memoryKey: 'chat_history',
		memoryKeys: ['chat_history'],
		loadMemoryVariables: async () => ({ chat_history: await messages() }),
		saveContext: nothing,
		clear: nothing,
		chatHistory: { getMessages: messages, addMessages: nothing, clear: nothing },
	};
}

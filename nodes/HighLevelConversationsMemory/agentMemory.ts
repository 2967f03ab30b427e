import { HistoryMessage, MemoryMessage } from './chatMessage';
import type { ChatMessage } from './chatMessage';

/** A method that rejects, because the memory cannot be changed. */
type RejectWrite = () => Promise<never>;

/** The part of LangChain's memory interface that n8n's agents, chains and memory nodes use. */
export interface AgentMemory {
	/** The key under which `loadMemoryVariables` returns the messages. */
	memoryKey: 'chat_history';
	memoryKeys: string[];
	loadMemoryVariables(): Promise<{ chat_history: MemoryMessage[] }>;
	saveContext(): Promise<void>;
	clear: RejectWrite;
	chatHistory: {
		getMessages(): Promise<HistoryMessage[]>;
		addMessages(): Promise<void>;
		addMessage: RejectWrite;
		addUserMessage: RejectWrite;
		addAIMessage: RejectWrite;
		addAIChatMessage: RejectWrite;
		clear: RejectWrite;
	};
}

/**
 * Creates a read-only memory. `read` is called once, when the messages are first needed. What an agent saves after its answer is
 * ignored: the answer becomes part of the conversation when it is sent. Other changes reject with `readOnlyError()`.
 *
 * The memory is a plain object that does not use n8n's SDK for AI nodes. Agents of all versions of n8n accept it, and some of them
 * do not have the SDK.
 */
export function createAgentMemory(
	read: () => Promise<ChatMessage[]>,
	readOnlyError: () => Error,
): AgentMemory {
	let reading: Promise<ChatMessage[]> | undefined;
	const messages = async () => await (reading ??= read());
	const ignore = async () => {};
	const rejectWrite: RejectWrite = async () => await Promise.reject(readOnlyError());
	return {
		memoryKey: 'chat_history',
		memoryKeys: ['chat_history'],
		loadMemoryVariables: async () => ({
			chat_history: (await messages()).map((message) => new MemoryMessage(message)),
		}),
		saveContext: ignore,
		clear: rejectWrite,
		chatHistory: {
			getMessages: async () => (await messages()).map((message) => new HistoryMessage(message)),
			// Agents save the messages of their tool calls with this method.
			addMessages: ignore,
			addMessage: rejectWrite,
			addUserMessage: rejectWrite,
			addAIMessage: rejectWrite,
			addAIChatMessage: rejectWrite,
			clear: rejectWrite,
		},
	};
}

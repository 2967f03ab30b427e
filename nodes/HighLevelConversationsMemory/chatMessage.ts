import type { IDataObject } from 'n8n-workflow';

/** LangChain's names of the roles. */
const TYPES = { user: 'human', assistant: 'ai' } as const;
const CLASSES = { user: 'HumanMessage', assistant: 'AIMessage' } as const;

/** A message of the chat history. */
export interface ChatMessage {
	role: 'user' | 'assistant';
	content: string;
}

/**
 * A message for agents. Has the methods that n8n calls: `getType` for agents that limit tokens, and `toJSON` to display the memory.
 * Its only own properties are role and content, from which LangChain creates a message of its own class.
 */
export class MemoryMessage implements ChatMessage {
	readonly role: ChatMessage['role'];
	readonly content: string;

	constructor({ role, content }: ChatMessage) {
		this.role = role;
		this.content = content;
	}

	/** LangChain's name of the role. */
	getType(): 'human' | 'ai' {
		return TYPES[this.role];
	}

	/** The message as LangChain serializes it. */
	toJSON(): IDataObject {
		return {
			lc: 1,
			type: 'constructor',
			id: ['langchain_core', 'messages', CLASSES[this.role]],
			kwargs: { content: this.content, additional_kwargs: {}, response_metadata: {} },
		};
	}
}

/**
 * A message for nodes that read the chat history, some of which call `_getType`. Not for agents: LangChain mistakes any object with
 * `_getType` for a message of its own class.
 */
export class HistoryMessage extends MemoryMessage {
	readonly additional_kwargs: IDataObject = {};

	/** The same as `getType`. */
	_getType(): 'human' | 'ai' {
		return this.getType();
	}
}

import type { IDataObject } from 'n8n-workflow';

/** What LangChain calls the roles. */
const TYPES = { user: 'human', assistant: 'ai' } as const;
const CLASSES = { user: 'HumanMessage', assistant: 'AIMessage' } as const;

/** A message as agents take it. */
export interface ChatMessage {
	role: 'user' | 'assistant';
	content: string;
}

/**
 * A message with what n8n's readers call: agents that limit tokens (`getType`), and anything that shows the memory (`toJSON`).
 * Only role and content are its own properties: LangChain makes a message of its own class from them.
 */
export class MemoryMessage implements ChatMessage {
	readonly role: ChatMessage['role'];
	readonly content: string;

	constructor({ role, content }: ChatMessage) {
		this.role = role;
		this.content = content;
	}

	/** The role, in LangChain's words. */
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
 * A message for readers of the chat history, some of which call `_getType`. Agents must not get it: LangChain takes whatever has
 * `_getType` for a message of its own class.
 */
export class HistoryMessage extends MemoryMessage {
	readonly additional_kwargs: IDataObject = {};

	/** The same as `getType`. */
	_getType(): 'human' | 'ai' {
		return this.getType();
	}
}

import { startChatServer } from './chatServer';
import type { ChatReply, ChatRequest, ChatServer, ChatTool } from './chatServer';

/** The credential of the stand-in, which `npm start` imports for the examples' chat models. */
export const MODEL_CREDENTIAL = {
	id: 'standInModel1',
	name: 'Stand-in chat model',
	type: 'openAiApi',
} as const;

/** @returns the credential in n8n's import format. */
export const modelCredential = ({ url }: Pick<ChatServer, 'url'>) => ({
	...MODEL_CREDENTIAL,
	data: { apiKey: 'sk-stand-in', url },
});

const textOf = (content: unknown): string => {
	if (typeof content === 'string') return content;
	const parts = Array.isArray(content) ? (content as Array<{ text?: unknown }>) : [];
	return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
};

interface Schema {
	type?: unknown;
	enum?: unknown[];
	properties?: Record<string, Schema>;
	required?: string[];
}

/** A value for a schema; texts are the user's message. */
function valueFor(
	{ type, enum: choices, properties, required = [] }: Schema,
	words: string,
): unknown {
	if (choices?.length) return choices[0];
	if (type === 'number' || type === 'integer') return 1;
	if (type === 'boolean') return true;
	if (type === 'array') return [];
	if (type !== 'object') return words;
	return Object.fromEntries(
		Object.entries(properties ?? {})
			.filter(([name]) => required.length === 0 || required.includes(name))
			.map(([name, schema]) => [name, valueFor(schema, words)]),
	);
}

/** The tool that a message names, or the first one if it contains the word "tool". */
function toolAskedFor(words: string, tools: ChatTool[]): ChatTool | undefined {
	const named = tools.find(({ function: { name } }) => words.toLowerCase().includes(name.toLowerCase())); // prettier-ignore
	return named ?? (/\btool\b/i.test(words) ? tools[0] : undefined);
}

/**
 * The answer of the stand-in: calls a tool if the last message asks for one, reports a tool's result, otherwise repeats the
 * message. It always says that it is a stand-in.
 */
export function replyTo({ messages, tools = [] }: ChatRequest): ChatReply {
	const last = messages.at(-1);
	const words = textOf(messages.findLast(({ role }) => role === 'user')?.content).trim();
	if (last?.role === 'tool') {
		return { text: `(Stand-in model) The tool returned: ${textOf(last.content).slice(0, 300)}` };
	}
	const tool = toolAskedFor(words, tools);
	if (tool) {
		const { name, parameters } = tool.function;
		const schema = (parameters ?? { type: 'object' }) as Schema;
		return { tool: name, input: valueFor({ type: 'object', ...schema }, words) as Record<string, unknown> }; // prettier-ignore
	}
	const known = messages.filter(({ role }) => role === 'user' || role === 'assistant').length - 1;
	const memory = known > 0 ? ` I know ${known} earlier messages.` : '';
	return { text: `(Stand-in model) You wrote: "${words.slice(0, 200)}".${memory}` };
}

/** Starts the stand-in for a chat model on loopback. */
export const startStandInModel = async (port?: number): Promise<ChatServer> =>
	await startChatServer(replyTo, port);

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

/** A value for a schema, with `words` as its texts. */
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

/** A text in which the name of a tool, e.g. "Send_reply", is also found as "send reply". */
const comparable = (text: string): string => text.replaceAll('_', ' ').toLowerCase();

/**
 * The tool that the message names last, or the first one if it contains the word "tool". Otherwise the one that the system
 * message names first, so that an agent that answers by a tool sends something.
 */
function toolFor(words: string, system: string, tools: ChatTool[]): ChatTool | undefined {
	/** The tools that a text names, in its order. */
	const namedIn = (text: string) => {
		const placeOf = (tool: ChatTool) => comparable(text).indexOf(comparable(tool.function.name));
		return tools.filter((tool) => placeOf(tool) >= 0).sort((a, b) => placeOf(a) - placeOf(b));
	};
	const named = namedIn(words).at(-1);
	if (named) return named;
	return /\btool\b/i.test(words) ? tools[0] : namedIn(system)[0];
}

/**
 * The answer of the stand-in: calls a tool if the message or its instructions ask for one, reports a tool's result, otherwise repeats the
 * message. It always says that it is a stand-in.
 */
export function replyTo({ messages, tools = [] }: ChatRequest): ChatReply {
	const last = messages.at(-1);
	const words = textOf(messages.findLast(({ role }) => role === 'user')?.content).trim();
	if (last?.role === 'tool') {
		return { text: `(Stand-in model) The tool returned: ${textOf(last.content).slice(0, 300)}` };
	}
	const answer = `(Stand-in model) You wrote: "${words.slice(0, 200)}".`;
	const system = textOf(messages.find(({ role }) => role === 'system')?.content);
	const tool = toolFor(words, system, tools);
	if (tool) {
		const { name, parameters } = tool.function;
		const schema = (parameters ?? { type: 'object' }) as Schema;
		return { tool: name, input: valueFor({ type: 'object', ...schema }, answer) as Record<string, unknown> }; // prettier-ignore
	}
	const known = messages.filter(({ role }) => role === 'user' || role === 'assistant').length - 1;
	const memory = known > 0 ? ` The memory has ${known} earlier messages.` : '';
	return { text: answer + memory };
}

/** Starts the stand-in for a chat model on loopback. */
export const startStandInModel = async (port?: number): Promise<ChatServer> =>
	await startChatServer(replyTo, port);

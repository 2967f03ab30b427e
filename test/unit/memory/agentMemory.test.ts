/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { trimMessages, coerceMessageLikeToMessage, HumanMessage } from '@langchain/core/messages';

import { createAgentMemory } from '../../../nodes/HighLevelConversationsMemory/agentMemory';
import type { ChatMessage } from '../../../nodes/HighLevelConversationsMemory/chatMessage';

const CHAT: ChatMessage[] = [
	{ role: 'user', content: 'Hello' },
	{ role: 'assistant', content: 'Hi' },
	{ role: 'user', content: 'Are you open?' },
	{ role: 'assistant', content: 'From 9 to 5.' },
];
let reads = 0;
const memory = createAgentMemory(
	async () => {
		reads++;
		return await Promise.resolve(CHAT);
	},
	() => new Error('can only be read'),
);

it('reads once, for any number of callers', async () => {
	await memory.loadMemoryVariables();
	await memory.chatHistory.getMessages();
	await memory.loadMemoryVariables();
	expect(reads).toBe(1);
});

it('converts to LangChain messages in a prompt', async () => {
	const { chat_history: history } = await memory.loadMemoryVariables();
	const messages = history.map((message) => coerceMessageLikeToMessage({ ...message }));
	expect(messages.map((each) => [each.getType(), each.content])).toEqual([
		['human', 'Hello'],
		['ai', 'Hi'],
		['human', 'Are you open?'],
		['ai', 'From 9 to 5.'],
	]);
	expect(coerceMessageLikeToMessage(history[0] as never)).toBeInstanceOf(HumanMessage);
});

it('can be trimmed by an agent that limits tokens', async () => {
	const { chat_history: history } = await memory.loadMemoryVariables();
	const trimmed = await trimMessages(history as never, {
		strategy: 'last',
		maxTokens: 30,
		tokenCounter: (messages) => messages.reduce((sum, { content }) => sum + content.length, 0),
		includeSystem: true,
		startOn: 'human',
		allowPartial: true,
	});
	expect(trimmed.map(({ content }) => content)).toEqual(['Are you open?', 'From 9 to 5.']);
	expect(trimmed[0]).toBeInstanceOf(HumanMessage);
});

it("is serialized like LangChain's messages", async () => {
	const messages = await memory.chatHistory.getMessages();
	expect(messages.map((message) => message.getType())).toEqual(['human', 'ai', 'human', 'ai']);
	expect(messages[1]._getType()).toBe('ai');
	expect(messages[0].toJSON()).toEqual(JSON.parse(JSON.stringify(new HumanMessage('Hello'))));
	expect(messages[0].content).toBe('Hello');
});

it('ignores what an agent saves, and rejects every other change', async () => {
	await expect(memory.saveContext()).resolves.toBeUndefined();
	await expect(memory.chatHistory.addMessages()).resolves.toBeUndefined();
	const { addMessage, addUserMessage, addAIMessage, addAIChatMessage, clear } = memory.chatHistory;
	for (const change of [
		...[addMessage, addUserMessage, addAIMessage, addAIChatMessage, clear],
		memory.clear,
	]) {
		await expect(change()).rejects.toThrow('can only be read');
	}
	expect((await memory.chatHistory.getMessages()).map(({ content }) => content)).toHaveLength(4);
});

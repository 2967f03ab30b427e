/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A model's answer: a text, or a call of one tool. */
export type ChatReply = { text: string } | { tool: string; input: Record<string, unknown> };

export interface ChatTool {
	function: { name: string; description?: string; parameters?: unknown };
}

export interface ChatRequest {
	stream?: boolean;
	messages: Array<{ role: string; content: unknown }>;
	tools?: ChatTool[];
}

export interface ChatServer {
	/** Base URL for n8n's OpenAI credential. */
	url: string;
	stop(): Promise<void>;
}

/**
 * Starts a server on loopback with OpenAI's chat completions API.
 * @param answer returns the model's answer to a request; undefined for status 400
 * @param port 0 for any free port
 */
export async function startChatServer(
	answer: (request: ChatRequest) => ChatReply | undefined | Promise<ChatReply | undefined>,
	port = 0,
): Promise<ChatServer> {
	const server = createServer(async (request, response) => {
		const { method, url = '' } = request;
		const sendJson = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		if (method === 'GET' && url.endsWith('/models')) {
			return sendJson(200, { object: 'list', data: [{ id: 'stand-in', object: 'model' }] });
		}
		if (method !== 'POST' || !url.endsWith('/chat/completions')) {
			return sendJson(404, { error: { message: `Not found: ${method} ${url}` } });
		}
		const chat = (await json(request)) as ChatRequest;
		const reply = await answer(chat);
		if (!reply) return sendJson(400, { error: { message: 'There is no reply for this request.' } });
		if (!chat.stream) return sendJson(200, completion(reply, 'message'));
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		response.end(`data: ${JSON.stringify(completion(reply, 'delta'))}\n\ndata: [DONE]\n\n`);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const { port: bound } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${bound}/v1`,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function completion(reply: ChatReply, part: 'message' | 'delta') {
	const isText = 'text' in reply;
	const spoken = isText
		? { role: 'assistant', content: reply.text }
		: { role: 'assistant', content: null, tool_calls: [toolCall(reply.tool, reply.input)] };
	return {
		id: 'chatcmpl-stand-in',
		object: part === 'message' ? 'chat.completion' : 'chat.completion.chunk',
		created: 0,
		model: 'stand-in',
		choices: [{ index: 0, [part]: spoken, finish_reason: isText ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

function toolCall(name: string, input: Record<string, unknown>) {
	const call = { name, arguments: JSON.stringify(input) };
	// A unique ID like from real models, because n8n's agent treats calls with the same ID as one call.
	return { index: 0, id: `call_${randomUUID()}`, type: 'function', function: call };
}

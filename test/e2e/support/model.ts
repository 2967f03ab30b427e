/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nClient } from '../../../n8n/client';

/** One thing the scripted model says: a text, thought about for a while, or a call of one tool. */
export type Turn =
	| { text: string; afterMs?: number }
	| { tool: string; input: Record<string, unknown> };

interface ChatRequest {
	stream?: boolean;
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{ function: { name: string; description?: string; parameters: unknown } }>;
}

export interface ScriptedModel {
	/** Base URL for n8n's OpenAI credential. */
	url: string;
	/** What the model was asked, in order. */
	asked: ChatRequest[];
	/** Starts over with these turns. */
	play(turns: Turn[]): void;
	stop(): Promise<void>;
}

/** Starts a chat model on loopback that speaks OpenAI's protocol and says what its script says. */
export async function startScriptedModel(): Promise<ScriptedModel> {
	const asked: ChatRequest[] = [];
	let script: Turn[] = [];
	const server = createServer(async (request, response) => {
		if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions')) {
			response.writeHead(404).end();
			return;
		}
		const body = (await json(request)) as ChatRequest;
		asked.push(body);
		const turn = script.shift();
		if (turn && 'afterMs' in turn) await sleep(turn.afterMs);
		if (!turn) {
			response.writeHead(400).end('{"error":{"message":"The script is at its end."}}');
		} else if (body.stream) {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const chunk = reply(turn, 'delta');
			response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
		} else {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(reply(turn, 'message')));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		asked,
		play(turns) {
			asked.length = 0;
			script = [...turns];
		},
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Creates n8n's OpenAI credential for this model. */
export async function openAiCredential(client: N8nClient, model: ScriptedModel) {
	return await client.request<{ id: string; name: string }>('POST', '/credentials', {
		name: 'Scripted model',
		type: 'openAiApi',
		data: { apiKey: 'sk-none', url: model.url },
	});
}

function reply(turn: Turn, part: 'message' | 'delta') {
	const spoken =
		'text' in turn
			? { role: 'assistant', content: turn.text }
			: { role: 'assistant', content: null, tool_calls: [toolCall(turn.tool, turn.input)] };
	return {
		id: 'chatcmpl-scripted',
		object: part === 'message' ? 'chat.completion' : 'chat.completion.chunk',
		created: 0,
		model: 'scripted',
		choices: [{ index: 0, [part]: spoken, finish_reason: 'text' in turn ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

function toolCall(name: string, input: Record<string, unknown>) {
	const call = { name, arguments: JSON.stringify(input) };
	return { index: 0, id: `call_${name}`, type: 'function', function: call };
}

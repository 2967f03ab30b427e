/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { N8nClient } from '../../../n8n/client';

interface MessagesRequest {
	messages: Array<{ role: string; content: unknown }>;
}

export interface AnthropicModel {
	/** Base URL for n8n's Anthropic credential. */
	url: string;
	/** The requests to the model, in order. */
	requests: MessagesRequest[];
	stop(): Promise<void>;
}

/**
 * Starts a server on loopback with Anthropic's Messages API, which gives every request the same answer. LangChain estimates
 * the tokens of its models, while for OpenAI's it downloads a tokenizer.
 */
export async function startAnthropicModel(text: string): Promise<AnthropicModel> {
	const requests: MessagesRequest[] = [];
	const server = createServer(async (request, response) => {
		requests.push((await json(request)) as MessagesRequest);
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(
			JSON.stringify({
				...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'scripted' },
				...{ content: [{ type: 'text', text }], stop_reason: 'end_turn', stop_sequence: null },
				usage: { input_tokens: 1, output_tokens: 1 },
			}),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Creates n8n's Anthropic credential for this model. */
export async function anthropicCredential(client: N8nClient, { url }: AnthropicModel) {
	return await client.request<{ id: string; name: string }>('POST', '/credentials', {
		name: 'Anthropic model',
		type: 'anthropicApi',
		data: { apiKey: 'sk-none', url },
	});
}

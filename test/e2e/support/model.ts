/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import { startChatServer } from '../../../n8n/chatServer';
import type { ChatReply, ChatRequest } from '../../../n8n/chatServer';
import type { N8nClient } from '../../../n8n/client';
import { node } from './workflows';

/** One answer of the scripted model, after a delay; `fails` answers with an error. */
export type Turn = (ChatReply & { afterMs?: number }) | { fails: true };

export interface ScriptedModel {
	/** Base URL for n8n's OpenAI credential. */
	url: string;
	/** The requests to the model, in order. */
	asked: ChatRequest[];
	/** Starts over with these turns. */
	play(turns: Turn[]): void;
	stop(): Promise<void>;
}

/** Starts a chat model on loopback with scripted answers, which fails after the last one. */
export async function startScriptedModel(): Promise<ScriptedModel> {
	const asked: ChatRequest[] = [];
	let script: Turn[] = [];
	const server = await startChatServer(async (request) => {
		asked.push(request);
		const turn = script.shift();
		if (!turn || 'fails' in turn) return undefined;
		if (turn.afterMs !== undefined) await sleep(turn.afterMs);
		return turn;
	});
	return {
		...server,
		asked,
		play(turns) {
			asked.length = 0;
			script = [...turns];
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

/** n8n's node for an OpenAI model with this credential, named 'Model'. */
export const modelNode = ({ id, name }: { id: string; name: string }) =>
	node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		{ model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
		{ typeVersion: 1.2, credentials: { openAiApi: { id, name } } },
	);

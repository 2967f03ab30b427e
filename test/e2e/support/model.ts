/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import { startChatServer } from '../../../n8n/chatServer';
import type { ChatReply, ChatRequest } from '../../../n8n/chatServer';
import type { N8nClient } from '../../../n8n/client';

/** One thing the scripted model says, after thinking about it for a while; `fails` answers with an error. */
export type Turn = (ChatReply & { afterMs?: number }) | { fails: true };

export interface ScriptedModel {
	/** Base URL for n8n's OpenAI credential. */
	url: string;
	/** What the model was asked, in order. */
	asked: ChatRequest[];
	/** Starts over with these turns. */
	play(turns: Turn[]): void;
	stop(): Promise<void>;
}

/** Starts a chat model on loopback that says what its script says, and fails when the script is at its end. */
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

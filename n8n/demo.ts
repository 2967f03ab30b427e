import type { Sandbox } from '../sandbox';
import type { ExampleWorkflow } from './examples';
import { MODEL_CREDENTIAL } from './standInModel';

const WEBHOOK_TRIGGER = 'n8n-nodes-highlevel-conversations.highLevelConversationsWebhookTrigger';
const CHAT_MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';

/** The webhook ID of the webhook example in the demo's n8n. */
const WEBHOOK_ID = '3f0c7a52-7b1e-4c57-9f55-0d1b3c0a7e11';

/** Adapts an example to the demo: the stand-in model, and the sandbox's key for webhooks. */
export function demoWorkflow(example: ExampleWorkflow, webhookKey: string): ExampleWorkflow {
	const nodes = structuredClone(example.nodes);
	for (const node of nodes) {
		if (node.type === CHAT_MODEL) {
			const { id, name } = MODEL_CREDENTIAL;
			node.credentials = { openAiApi: { id, name } };
		}
		if (node.type === WEBHOOK_TRIGGER) {
			node.webhookId = WEBHOOK_ID;
			node.parameters.publicKey = webhookKey;
		}
	}
	return { ...example, nodes };
}

/**
 * Sends HighLevel's webhook to the demo's n8n for each message that is written as a contact on the inbox page: to the production
 * URL, and to the test URL, which listens after Execute was pressed. Neither needs to listen.
 */
export function deliverInbound({ inboundListeners, webhooks }: Sandbox, n8nUrl: string): void {
	inboundListeners.add((message) => {
		const { id, conversationId, contactId, locationId, body, messageType, dateAdded } = message;
		const event = {
			...{ locationId, contactId, conversationId, body },
			messageId: id,
			direction: 'inbound',
			messageType: messageType.replace('TYPE_', ''),
			messageTypeString: messageType,
			dateAdded: new Date(dateAdded).toISOString(),
		};
		for (const path of ['webhook', 'webhook-test']) {
			const url = `${n8nUrl}/${path}/${WEBHOOK_ID}/webhook`;
			void webhooks.deliver(url, 'InboundMessage', event).catch(() => undefined);
		}
	});
}

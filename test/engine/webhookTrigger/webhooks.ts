import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type Fields } from '../../../sandbox';
import type { TestEnv } from '../harness';
import { WebhookWorkflow } from '../harness/webhookWorkflow';

let messages = 0;

/** The fields of an event about a new message. */
export const eventMessage = (more: Fields = {}): Fields => ({
	locationId: SEED.locationId,
	contactId: 'contact',
	conversationId: 'conversation',
	messageId: `message-${messages++}`,
	messageType: 'SMS',
	direction: 'inbound',
	body: 'Grüße 👋',
	...more,
});

/** Workflows with the webhook trigger in a test environment, and deliveries to them. */
export function webhooksOf(testEnv: TestEnv) {
	return {
		/** A workflow that trusts the sandbox's key. */
		async active(
			parameters: INodeParameters = {},
			secret?: ICredentialDataDecryptedObject,
		): Promise<WebhookWorkflow> {
			const { publicKey } = testEnv.sandbox.webhooks;
			const all = { publicKey, ...parameters };
			return await new WebhookWorkflow(testEnv, all, secret).activate();
		},
		async deliver(
			workflow: WebhookWorkflow,
			type = 'InboundMessage',
			payload: Fields = eventMessage(),
			options: object = {},
		) {
			const reply = await testEnv.sandbox.webhooks.deliver(workflow.url, type, payload, options);
			return { status: reply.status, body: (await reply.json()) as IDataObject };
		},
	};
}

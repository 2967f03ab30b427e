import { NodeConnectionTypes } from 'n8n-workflow';
import type { IHookFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { properties } from './fields';
import { checkSettings, webhook } from './webhook';

export class HighLevelConversationsWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Conversations Webhook Trigger',
		name: 'highLevelConversationsWebhookTrigger',
		icon: {
			light: 'file:../../icons/highLevelConversations.svg',
			dark: 'file:../../icons/highLevelConversations.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts on the webhooks of your HighLevel (GoHighLevel) marketplace app',
		defaults: { name: 'HighLevel Conversations Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Left empty for n8n to take the response from the node, see webhook.ts.
				responseData: '',
				path: 'webhook',
			},
		],
		properties,
	};

	// HighLevel offers no way to register a webhook by API.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await checkSettings.call(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	webhook = webhook;
}

import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	IHookFunctions,
	INodeCredentialTestResult,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { properties } from './fields';
import { checkSettings, webhook } from './webhook';
import { testWebhookSecret } from './webhookSecret';

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
		subtitle:
			'={{ $parameter["source"] === "workflowAction" ? "workflow action" : [$parameter["events"]].flat().join(", ") }}',
		description:
			'Starts the workflow on webhooks of a HighLevel (GoHighLevel) marketplace app or of a HighLevel workflow',
		defaults: { name: 'HighLevel Conversations Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'highLevelConversationsWebhookApi',
				required: false,
				testedBy: 'testWebhookSecret',
				displayOptions: { show: { source: ['workflowAction'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty, so that n8n takes the response from the node, see webhook.ts.
				responseData: '',
				path: 'webhook',
			},
		],
		properties,
	};

	// HighLevel's API cannot register webhooks.
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

	methods = {
		credentialTest: {
			async testWebhookSecret(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted<IDataObject>,
			): Promise<INodeCredentialTestResult> {
				return testWebhookSecret(credential);
			},
		},
	};
}

import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class HighLevelConversationsWebhookApi implements ICredentialType {
	name = 'highLevelConversationsWebhookApi';

	displayName = 'HighLevel Conversations Webhook API';

	icon: Icon = {
		light: 'file:../icons/highLevelConversations.svg',
		dark: 'file:../icons/highLevelConversations.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-highlevel-conversations/n8n-nodes-highlevel-conversations/blob/main/docs/guides/webhooks.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create a long random secret, and enter it in the "Webhook" action of your HighLevel workflow as a <b>header</b> or as <b>custom data</b>, with the name below.',
			name: 'setupNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: 'x-webhook-secret',
			description: 'Name of the header or custom data entry that contains the secret',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'At least 16 random characters',
		},
	];
}

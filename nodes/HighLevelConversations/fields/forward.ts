import type { INodeProperties } from 'n8n-workflow';

const body = (property: string) => ({ send: { type: 'body' as const, property } });

const members: INodeProperties[] = [
	{
		displayName: 'Email Message ID',
		name: 'emailMessageId',
		type: 'string',
		default: '',
		description: "ID of the email to forward. Required unless 'Forward Whole Thread' is on.",
		routing: body('forward.emailMessageId'),
	},
	{
		displayName: 'Forward Whole Thread',
		name: 'forwardWholeThread',
		type: 'boolean',
		default: false,
		description: 'Whether to forward the whole thread instead of one email',
		routing: body('forward.forwardWholeThread'),
	},
	{
		displayName: 'Is Forwarded',
		name: 'isForwarded',
		type: 'boolean',
		default: true,
		description: 'Whether this is a forwarded email',
		routing: body('forward.isForwarded'),
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		description: 'ID of the message that holds the thread to forward',
		routing: body('forward.messageId'),
	},
	{
		displayName: 'Recipient Contact ID',
		name: 'recipientContactId',
		type: 'string',
		default: '',
		description: 'ID of the contact to forward to',
		routing: body('forward.recipientContactId'),
	},
	{
		displayName: 'Recipient Conversation ID',
		name: 'recipientConversationId',
		type: 'string',
		default: '',
		description: 'ID of the conversation to forward to',
		routing: body('forward.recipientConversationId'),
	},
	{
		displayName: 'Source Contact ID',
		name: 'sourceContactId',
		type: 'string',
		default: '',
		description: 'ID of the contact who sent the email. HighLevel fills it in if it is empty.',
		routing: body('forward.sourceContactId'),
	},
	{
		displayName: 'Source Conversation ID',
		name: 'sourceConversationId',
		type: 'string',
		default: '',
		description:
			'ID of the conversation that the email came from. HighLevel fills it in if it is empty.',
		routing: body('forward.sourceConversationId'),
	},
	{
		displayName: 'To Email',
		name: 'toEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. jane@example.com',
		description: 'Address to forward to',
		routing: body('forward.toEmail'),
	},
];

/** The documented members of a forwarded email. */
export const forward: INodeProperties = {
	displayName: 'Forward',
	name: 'forward',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add forwarding',
	description: 'Forward an email or a thread',
	options: [{ displayName: 'Forward', name: 'value', values: members }],
};

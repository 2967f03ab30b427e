import { inBodyUnder } from '../../shared/fields/routing';
import type { Field } from '../../shared/fields/routing';

const members: Field[] = [
	{
		displayName: 'Email Message ID',
		name: 'emailMessageId',
		type: 'string',
		default: '',
		description: "ID of the email to forward. Required unless 'Forward Whole Thread' is on.",
	},
	{
		displayName: 'Forward Whole Thread',
		name: 'forwardWholeThread',
		type: 'boolean',
		default: false,
		description: 'Whether to forward the whole thread instead of one email',
	},
	{
		displayName: 'Is Forwarded',
		name: 'isForwarded',
		type: 'boolean',
		default: true,
		description: 'Whether this is a forwarded email',
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		description: 'ID of the message that holds the thread to forward',
	},
	{
		displayName: 'Recipient Contact ID',
		name: 'recipientContactId',
		type: 'string',
		default: '',
		description: 'ID of the contact to forward to',
	},
	{
		displayName: 'Recipient Conversation ID',
		name: 'recipientConversationId',
		type: 'string',
		default: '',
		description: 'ID of the conversation to forward to',
	},
	{
		displayName: 'Source Contact ID',
		name: 'sourceContactId',
		type: 'string',
		default: '',
		description: 'ID of the contact who sent the email. HighLevel fills it in if it is empty.',
	},
	{
		displayName: 'Source Conversation ID',
		name: 'sourceConversationId',
		type: 'string',
		default: '',
		description:
			'ID of the conversation that the email came from. HighLevel fills it in if it is empty.',
	},
	{
		displayName: 'To Email',
		name: 'toEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. jane@example.com',
		description: 'Email address to forward the email to',
	},
];

/** The details of a forwarded email. */
export const forward: Field = {
	displayName: 'Forward',
	name: 'forward',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Forwarding',
	description: 'Forward an email or a thread',
	options: [{ displayName: 'Forward', name: 'value', values: members.map(inBodyUnder('forward')) }],
};

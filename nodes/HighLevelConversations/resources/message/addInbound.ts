import { call } from '../../fields/call';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { emailAddresses, html, subject } from '../../fields/email';
import { altId, conversationProviderId, date } from '../../fields/provider';
import { attachments } from '../../fields/files';
import { contactOrConversation } from '../../fields/contact';
import { ParameterError, route, rules, recordResponse } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { contactLookup } from '../shared/contactLookup';
import { assertContactOrConversation } from '../shared/checks';
import type { Operation } from '../shared/operation';

function check(job: ItemContext): void {
	assertContactOrConversation(job);
	if (job.body.type !== 'Custom' || job.body.conversationProviderId !== undefined) return;
	throw new ParameterError(
		"'Conversation Provider ID' is empty",
		'A Custom message needs the conversation provider of your marketplace app: HighLevel stores nothing without it.',
	);
}

export const addInbound: Operation = {
	option: {
		name: 'Add Inbound',
		value: 'addInbound',
		action: 'Add inbound message',
		description: 'Record a message that came in outside HighLevel. Sends nothing.',
		routing: route('POST', '/conversations/messages/inbound', {
			scope: 'conversations/message.write',
			repeat: 'refused',
			itemNoun: 'records',
			fields: {
				attachments: rules.urls(5),
				emailCc: rules.stringList,
				emailBcc: rules.stringList,
				date: rules.isoDate,
			},
			lookups: contactLookup,
			check,
			response: recordResponse({
				emptyReplyMessage:
					'HighLevel stored nothing: it answers so where it does not know what to do with the record. Check the type and the conversation provider.',
			}),
		}),
	},
	fields: [
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'All-in-One Chat', value: 'ALL_IN_ONE_CHAT' },
				{ name: 'Call', value: 'Call' },
				{ name: 'Campaign Call', value: 'Campaign_Call' },
				{ name: 'Campaign Voicemail', value: 'Campaign_VoiceMail' },
				{ name: 'Custom', value: 'Custom' },
				{ name: 'Email', value: 'Email' },
				{ name: 'Facebook', value: 'FB' },
				{ name: 'Form Submission', value: 'FORM_SUBMISSION' },
				{ name: 'Google Business', value: 'GMB' },
				{ name: 'Instagram', value: 'IG' },
				{ name: 'IVR Call', value: 'IVR_Call' },
				{ name: 'Live Chat', value: 'Live_Chat' },
				{ name: 'RCS', value: 'RCS' },
				{ name: 'SMS', value: 'SMS' },
				{ name: 'TikTok', value: 'TIKTOK' },
				{ name: 'Web Chat', value: 'WebChat' },
				{ name: 'WhatsApp', value: 'WhatsApp' },
			],
			default: 'SMS',
			description: 'The channel that the message came on',
			routing: { send: { type: 'body', property: 'type' } },
		},
		...contactOrConversation,
		{
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			options: [
				{ name: 'Inbound', value: 'inbound' },
				{ name: 'Outbound', value: 'outbound' },
			],
			default: 'inbound',
			description:
				'Whether the contact wrote or you did. Set it: HighLevel may take outbound otherwise.',
			routing: { send: { type: 'body', property: 'direction' } },
		},
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Is Tuesday still free?',
			description: 'Text of the message',
			routing: { send: { type: 'body', property: 'message' } },
		},
		additionalFieldsOf([
			altId,
			attachments,
			call,
			{
				...conversationProviderId,
				description:
					'ID of the conversation provider of your marketplace app. Needed for Custom, for calls and for further channels.',
			},
			date,
			...emailAddresses,
			{
				displayName: 'Email Message ID',
				name: 'emailMessageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. rnGyqh2F6uBrIkfhFo9A',
				description: 'ID of the email that this one answers',
				routing: { send: { type: 'body', property: 'emailMessageId' } },
			},
			html,
			subject,
		]),
	],
};

import { inBody } from '../../../shared/fields/routing';
import { call } from '../../fields/call';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { emailAddresses, html, subject } from '../../fields/email';
import { altId, conversationProviderId, date } from '../../fields/provider';
import { attachments } from '../../fields/files';
import { contactOrConversation } from '../../fields/contact';
import { recordResponse } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { assertContactOrConversation, assertProvider } from '../shared/checks';
import type { Operation } from '../shared/operation';

function checkInbound(item: ItemContext): void {
	assertContactOrConversation(item);
	assertProvider(item);
}

export const addInbound: Operation = {
	option: {
		name: 'Add Inbound',
		value: 'addInbound',
		action: 'Add inbound message',
		description: 'Record an inbound message from another system. Nothing is sent.',
	},
	request: { method: 'POST', url: '/conversations/messages/inbound' },
	scope: 'conversations/message.write',
	itemNoun: 'records',
	check: checkInbound,
	response: recordResponse({
		emptyResponseAdvice:
			"HighLevel did not store the message. Check 'Type' and 'Conversation Provider ID'.",
	}),
	fields: [
		inBody({
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
			description: 'Channel on which the message was received',
		}),
		...contactOrConversation,
		inBody({
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			options: [
				{ name: 'Inbound', value: 'inbound' },
				{ name: 'Outbound', value: 'outbound' },
			],
			default: 'inbound',
			description:
				'Direction of the message. Set it in any case, because HighLevel may otherwise assume outbound.',
		}),
		inBody({
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Is Tuesday still free?',
			description: 'Text of the message, as the contact wrote it',
		}),
		additionalFieldsOf([
			altId,
			attachments,
			call,
			{
				...conversationProviderId,
				description:
					"ID of your marketplace app's conversation provider. Required for Custom, calls and additional channels.",
			},
			date,
			...emailAddresses,
			inBody({
				displayName: 'Email Message ID',
				name: 'emailMessageId',
				type: 'string',
				default: '',
				placeholder: 'e.g. rnGyqh2F6uBrIkfhFo9A',
				description: 'ID of the email that this one replies to',
			}),
			html,
			subject,
		]),
	],
};

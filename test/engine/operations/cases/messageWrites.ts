import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';
import { send } from './send';

const { locationId, conversationId, contactId, providerId, callMessageId: messageId } = SEED;
const here = { conversationId: byId(conversationId) };
const URLS = ['https://files.example/a.pdf', 'https://files.example/b.png'];
const call = { to: '+12025550199', from: '+12025550101', status: 'voicemail' };

/** Everything that sends, records, changes or cancels. */
export const messageWrites: Cases = {
	send,
	addInbound: [
		{
			shows: 'every field',
			parameters: {
				type: 'Email',
				contactId,
				...here,
				direction: 'outbound',
				message: 'Hello',
				additionalFields: {
					altId: 'alt-1',
					attachments: URLS,
					call: { value: call },
					conversationProviderId: providerId,
					date: '2026-01-31T09:00:00Z',
					emailFrom: 'mia@example.com',
					emailTo: 'ana@example.com',
					emailCc: ['cc@example.com'],
					emailBcc: ['bcc@example.com'],
					emailMessageId: 'email-1',
					html: '<p>Hello</p>',
					subject: 'Your visit',
				},
			},
			sent: {
				body: {
					type: 'Email',
					contactId,
					conversationId,
					direction: 'outbound',
					message: 'Hello',
					altId: 'alt-1',
					attachments: URLS,
					call,
					conversationProviderId: providerId,
					date: '2026-01-31T09:00:00.000Z',
					emailFrom: 'mia@example.com',
					emailTo: 'ana@example.com',
					emailCc: ['cc@example.com'],
					emailBcc: ['bcc@example.com'],
					emailMessageId: 'email-1',
					html: '<p>Hello</p>',
					subject: 'Your visit',
				},
			},
			gives: [expect.objectContaining({ success: true, conversationId, contactId })],
		},
		{
			shows: 'a contact alone, the direction always told',
			parameters: { contactId, message: 'Hello' },
			sent: { body: { type: 'SMS', contactId, direction: 'inbound', message: 'Hello' } },
		},
		{
			shows: 'a conversation alone',
			parameters: { ...here, message: 'Hello' },
			sent: { body: { type: 'SMS', conversationId, direction: 'inbound', message: 'Hello' } },
		},
	],
	addOutboundCall: [
		{
			shows: 'a contact alone',
			parameters: { contactId, conversationProviderId: providerId },
			sent: { body: { type: 'Call', contactId, conversationProviderId: providerId } },
			gives: [expect.objectContaining({ success: true, conversationId, contactId })],
		},
		{
			shows: 'every field',
			parameters: {
				...here,
				conversationProviderId: providerId,
				additionalFields: {
					altId: 'alt-1',
					attachments: URLS,
					call: { value: call },
					date: 1_769_850_000,
				},
			},
			sent: {
				body: {
					type: 'Call',
					conversationId,
					conversationProviderId: providerId,
					altId: 'alt-1',
					attachments: URLS,
					call,
					date: '2026-01-31T09:00:00.000Z',
				},
			},
			gives: [expect.objectContaining({ success: true, conversationId })],
		},
	],
	replyToReview: [
		{
			shows: 'every field',
			parameters: {
				conversationId: byId(SEED.reviewConversationId),
				message: ' Thank you! ',
				locationId,
			},
			sent: {
				body: { conversationId: SEED.reviewConversationId, message: ' Thank you! ', locationId },
			},
			gives: [expect.objectContaining({ messageIds: [expect.any(String)] })],
		},
	],
	updateStatus: [
		{
			shows: 'every field',
			parameters: {
				messageId: SEED.providerMessageId,
				status: 'failed',
				updateFields: {
					emailMessageId: 'email-1',
					error: { value: { code: '1', type: 'saas', message: 'Not in service' } },
					recipients: ['ana@example.com', 'ben@example.com'],
				},
			},
			sent: {
				path: { messageId: SEED.providerMessageId },
				body: {
					status: 'failed',
					emailMessageId: 'email-1',
					error: { code: '1', type: 'saas', message: 'Not in service' },
					recipients: ['ana@example.com', 'ben@example.com'],
				},
			},
			gives: [expect.objectContaining({ messageId: SEED.providerMessageId, status: 'failed' })],
		},
	],
	updateEmailStatus: [
		{
			shows: 'every field',
			apiVersion: 'v3',
			parameters: {
				emailMessageId: SEED.emailMessageId,
				status: 'failed',
				updateFields: {
					events: {
						row: [
							{ event: 'delivered', count: 1 },
							{ event: 'permanent_fail', count: '2' },
						],
					},
					recipients: {
						row: [
							{ emailId: ' ana@example.com ', status: 'delivered', failReason: '' },
							{ emailId: 'ben@example.com', status: 'failed', failReason: 'Mailbox not found' },
						],
					},
				},
			},
			sent: {
				path: { emailMessageId: SEED.emailMessageId },
				body: {
					status: 'failed',
					events: { delivered: 1, permanent_fail: 2 },
					recipients: [
						{ emailId: 'ana@example.com', status: 'delivered' },
						{ emailId: 'ben@example.com', status: 'failed', failReason: 'Mailbox not found' },
					],
				},
			},
			gives: [{ success: true, message: 'Updated email message successfully' }],
		},
		{
			shows: 'a status alone',
			apiVersion: 'v3',
			parameters: { emailMessageId: SEED.emailMessageId, status: 'opened' },
			sent: { path: { emailMessageId: SEED.emailMessageId }, body: { status: 'opened' } },
		},
	],
	setAttachments: [
		{
			shows: 'every field',
			parameters: { messageId, attachments: URLS },
			sent: { path: { messageId }, body: { attachments: URLS } },
			gives: [{ success: true, messageId, attachments: URLS }],
		},
	],
	cancelScheduled: [
		{
			shows: 'what it did',
			parameters: { messageId: SEED.scheduledMessageId },
			sent: { path: { messageId: SEED.scheduledMessageId } },
			gives: [{ cancelled: true }],
		},
	],
	cancelScheduledEmail: [
		{
			shows: 'what it did',
			parameters: { emailMessageId: SEED.scheduledEmailMessageId },
			sent: { path: { emailMessageId: SEED.scheduledEmailMessageId } },
			gives: [{ cancelled: true }],
		},
	],
};

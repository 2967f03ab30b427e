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
			title: 'every field',
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
			request: {
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
			output: [expect.objectContaining({ success: true, conversationId, contactId })],
		},
		{
			title: 'a contact alone, the direction always told',
			parameters: { contactId, message: 'Hello' },
			request: { body: { type: 'SMS', contactId, direction: 'inbound', message: 'Hello' } },
		},
		{
			title: 'a conversation alone',
			parameters: { ...here, message: 'Hello' },
			request: { body: { type: 'SMS', conversationId, direction: 'inbound', message: 'Hello' } },
		},
	],
	addOutboundCall: [
		{
			title: 'a contact alone',
			parameters: { contactId, conversationProviderId: providerId },
			request: { body: { type: 'Call', contactId, conversationProviderId: providerId } },
			output: [expect.objectContaining({ success: true, conversationId, contactId })],
		},
		{
			title: 'every field',
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
			request: {
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
			output: [expect.objectContaining({ success: true, conversationId })],
		},
	],
	replyToReview: [
		{
			title: 'every field',
			parameters: {
				conversationId: byId(SEED.reviewConversationId),
				message: ' Thank you! ',
				locationId,
			},
			request: {
				body: { conversationId: SEED.reviewConversationId, message: ' Thank you! ', locationId },
			},
			output: [expect.objectContaining({ messageIds: [expect.any(String)] })],
		},
	],
	updateStatus: [
		{
			title: 'every field',
			parameters: {
				messageId: SEED.providerMessageId,
				status: 'failed',
				updateFields: {
					emailMessageId: 'email-1',
					error: { value: { code: '1', type: 'saas', message: 'Not in service' } },
					recipients: ['ana@example.com', 'ben@example.com'],
				},
			},
			request: {
				path: { messageId: SEED.providerMessageId },
				body: {
					status: 'failed',
					emailMessageId: 'email-1',
					error: { code: '1', type: 'saas', message: 'Not in service' },
					recipients: ['ana@example.com', 'ben@example.com'],
				},
			},
			output: [expect.objectContaining({ messageId: SEED.providerMessageId, status: 'failed' })],
		},
	],
	updateEmailStatus: [
		{
			title: 'every field',
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
			request: {
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
			output: [{ success: true, message: 'Updated email message successfully' }],
		},
		{
			title: 'a status alone',
			apiVersion: 'v3',
			parameters: { emailMessageId: SEED.emailMessageId, status: 'opened' },
			request: { path: { emailMessageId: SEED.emailMessageId }, body: { status: 'opened' } },
		},
	],
	setAttachments: [
		{
			title: 'every field',
			parameters: { messageId, attachments: URLS },
			request: { path: { messageId }, body: { attachments: URLS } },
			output: [{ success: true, messageId, attachments: URLS }],
		},
	],
	cancelScheduled: [
		{
			title: 'what it did',
			parameters: { messageId: SEED.scheduledMessageId },
			request: { path: { messageId: SEED.scheduledMessageId } },
			output: [{ cancelled: true }],
		},
	],
	cancelScheduledEmail: [
		{
			title: 'what it did',
			parameters: { emailMessageId: SEED.scheduledEmailMessageId },
			request: { path: { emailMessageId: SEED.scheduledEmailMessageId } },
			output: [{ cancelled: true }],
		},
	],
};

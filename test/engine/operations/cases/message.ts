import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';
import { send } from './send';

const { locationId, conversationId, contactId, providerId, callMessageId: messageId } = SEED;
const here = { conversationId: byId(conversationId) };
const URLS = ['https://files.example/a.pdf', 'https://files.example/b.png'];
const call = { to: '+12025550199', from: '+12025550101', status: 'voicemail' };
const call1 = { value: call };

/** A cursor as the export hands it out: after everything that is older than the seed. */
const cursor = Buffer.from(
	JSON.stringify({
		pitId: Date.now().toString(36),
		lastSort: [1, 1],
		lastId: 'm1',
	}),
).toString('base64');

export const message: Cases = {
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
					call: call1,
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
			shows: 'every field',
			parameters: {
				...here,
				conversationProviderId: providerId,
				additionalFields: { altId: 'alt-1', attachments: URLS, call: call1, date: 1_769_850_000 },
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
	get: [
		{
			shows: 'the record out of its wrapping, simplified',
			parameters: { messageId },
			sent: { path: { messageId } },
			gives: [
				{
					id: messageId,
					conversationId,
					contactId,
					messageType: 'TYPE_CALL',
					direction: 'inbound',
					status: 'completed',
					dateAdded: expect.any(String),
					attachments: [],
					meta: expect.objectContaining({ callDuration: 95 }),
				},
			],
		},
		{
			shows: 'the reply as it came with Simplify off',
			parameters: { messageId, simplify: false },
			sent: { path: { messageId } },
			gives: [
				{
					message: expect.objectContaining({ id: messageId, locationId }),
					traceId: expect.any(String),
				},
			],
		},
	],
	getAll: [
		{
			shows: 'every field',
			parameters: {
				...here,
				limit: 2,
				filters: { type: ['TYPE_SMS', 'TYPE_CALL'] },
				options: { lastMessageId: messageId },
			},
			sent: {
				path: { conversationId },
				query: { limit: '2', type: 'TYPE_SMS,TYPE_CALL', lastMessageId: messageId },
			},
			gives: [
				expect.objectContaining({ conversationId, messageType: 'TYPE_SMS' }),
				expect.objectContaining({ conversationId, messageType: 'TYPE_SMS' }),
			],
		},
		{
			shows: 'one item a page with Simplify off',
			parameters: { ...here, limit: 3, simplify: false },
			sent: { path: { conversationId }, query: { limit: '3' } },
			gives: [
				{
					messages: expect.objectContaining({ nextPage: true, messages: expect.any(Array) }),
					traceId: expect.any(String),
				},
			],
		},
	],
	export: [
		{
			shows: 'every field',
			parameters: {
				limit: 12,
				locationId,
				filters: {
					channel: 'SMS',
					contactId,
					...here,
					startDate: '2020-01-01T00:00:00Z',
					endDate: '2100-01-01T00:00:00Z',
				},
				options: { cursor, sortBy: 'updatedAt', sortOrder: 'asc' },
			},
			sent: {
				query: {
					limit: '12',
					locationId,
					channel: 'SMS',
					contactId,
					conversationId,
					startDate: '2020-01-01T00:00:00.000Z',
					endDate: '2100-01-01T00:00:00.000Z',
					cursor,
					sortBy: 'updatedAt',
					sortOrder: 'asc',
				},
			},
			gives: Array.from({ length: 12 }, () =>
				expect.objectContaining({ conversationId, contactId }),
			),
		},
		{
			shows: 'ten asked for and cut, where fewer are wanted than HighLevel gives',
			parameters: { limit: 3 },
			sent: { query: { limit: '10', locationId } },
			gives: Array.from({ length: 3 }, () => expect.objectContaining({ id: expect.any(String) })),
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
	getEmail: [
		{
			shows: 'the email with its body',
			parameters: { emailMessageId: SEED.emailMessageId },
			sent: { path: { emailMessageId: SEED.emailMessageId } },
			gives: [
				expect.objectContaining({
					id: SEED.emailMessageId,
					subject: 'Your invoice from Riverside Dental',
					body: expect.stringMatching(/^<p>/),
				}),
			],
		},
	],
	getRecording: [
		{
			shows: 'a file',
			parameters: { messageId, locationId },
			sent: { path: { messageId, locationId } },
			gives: [expect.objectContaining({ messageId, mimeType: 'audio/x-wav' })],
		},
	],
	getTranscription: [
		{
			shows: 'the sentences and their text',
			parameters: { messageId, locationId },
			sent: { path: { messageId, locationId } },
			gives: [
				{
					messageId,
					text: expect.stringMatching(/^Riverside Dental, good morning.* is yours\.$/),
					sentences: Array.from({ length: 5 }, (_, sentenceIndex) =>
						expect.objectContaining({ sentenceIndex }),
					),
				},
			],
		},
	],
	downloadTranscription: [
		{
			shows: 'a file',
			parameters: { messageId, locationId },
			sent: { path: { messageId, locationId } },
			gives: [expect.objectContaining({ messageId, mimeType: 'text/plain' })],
		},
	],
};

import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';

const { locationId, conversationId, contactId, callMessageId: messageId } = SEED;
const here = { conversationId: byId(conversationId) };

/** A cursor as the export hands it out: after everything that is older than the seed. */
const cursor = Buffer.from(
	JSON.stringify({
		pitId: Date.now().toString(36),
		lastSort: [1, 1],
		lastId: 'm1',
	}),
).toString('base64');

/** Everything that only reads. */
export const messageReads: Cases = {
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

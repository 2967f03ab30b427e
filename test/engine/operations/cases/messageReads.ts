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
			title: 'the record out of its wrapping, simplified',
			parameters: { messageId },
			request: { path: { messageId } },
			output: [
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
			title: 'the reply as it came with Simplify off',
			parameters: { messageId, simplify: false },
			request: { path: { messageId } },
			output: [
				{
					message: expect.objectContaining({ id: messageId, locationId }),
					traceId: expect.any(String),
				},
			],
		},
	],
	getAll: [
		{
			title: 'every field',
			parameters: {
				...here,
				limit: 2,
				filters: { type: ['TYPE_SMS', 'TYPE_CALL'] },
				options: { lastMessageId: messageId },
			},
			request: {
				path: { conversationId },
				query: { limit: '2', type: 'TYPE_SMS,TYPE_CALL', lastMessageId: messageId },
			},
			output: [
				expect.objectContaining({ conversationId, messageType: 'TYPE_SMS' }),
				expect.objectContaining({ conversationId, messageType: 'TYPE_SMS' }),
			],
		},
		{
			title: 'one item a page with Simplify off',
			parameters: { ...here, limit: 3, simplify: false },
			request: { path: { conversationId }, query: { limit: '3' } },
			output: [
				{
					messages: expect.objectContaining({ nextPage: true, messages: expect.any(Array) }),
					traceId: expect.any(String),
				},
			],
		},
	],
	export: [
		{
			title: 'every field',
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
			request: {
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
			output: Array.from({ length: 12 }, () =>
				expect.objectContaining({ conversationId, contactId }),
			),
		},
		{
			title: 'ten asked for and cut, where fewer are wanted than HighLevel gives',
			parameters: { limit: 3 },
			request: { query: { limit: '10', locationId } },
			output: Array.from({ length: 3 }, () => expect.objectContaining({ id: expect.any(String) })),
		},
	],
	getEmail: [
		{
			title: 'the email with its body',
			parameters: { emailMessageId: SEED.emailMessageId },
			request: { path: { emailMessageId: SEED.emailMessageId } },
			output: [
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
			title: 'a file',
			parameters: { messageId, locationId },
			request: { path: { messageId, locationId } },
			output: [expect.objectContaining({ messageId, mimeType: 'audio/x-wav' })],
		},
	],
	getTranscription: [
		{
			title: 'the sentences and their text',
			parameters: { messageId, locationId },
			request: { path: { messageId, locationId } },
			output: [
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
			title: 'a file',
			parameters: { messageId, locationId },
			request: { path: { messageId, locationId } },
			output: [expect.objectContaining({ messageId, mimeType: 'text/plain' })],
		},
	],
};

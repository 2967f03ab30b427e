import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';

const { locationId, conversationId } = SEED;
const path = { conversationId };
const here = { conversationId: byId(conversationId) };

export const conversation: Cases = {
	create: [
		{
			shows: 'every field',
			parameters: { contactId: SEED.newContactId, locationId },
			sent: { body: { contactId: SEED.newContactId, locationId } },
			gives: [expect.objectContaining({ contactId: SEED.newContactId, locationId })],
		},
	],
	get: [
		{
			shows: 'the record, simplified',
			parameters: here,
			sent: { path },
			gives: [
				{
					id: conversationId,
					contactId: SEED.contactId,
					assignedTo: SEED.userId,
					type: 1,
					unreadCount: expect.any(Number),
					starred: true,
					deleted: false,
					lastMessageType: expect.any(Number),
					lastMessageBody: expect.any(String),
					lastMessageDate: { seconds: expect.any(Number), nanoseconds: expect.any(Number) },
				},
			],
		},
		{
			shows: 'the reply as it came with Simplify off',
			parameters: { ...here, simplify: false },
			sent: { path },
			gives: [
				expect.objectContaining({ id: conversationId, locationId, traceId: expect.any(String) }),
			],
		},
		{
			shows: 'an address of the HighLevel app',
			parameters: {
				conversationId: {
					__rl: true,
					mode: 'url',
					value: `https://app.gohighlevel.com/v2/location/${locationId}/conversations/conversations/${conversationId}?tab=all`,
				},
			},
			sent: { path },
		},
		{
			shows: 'an ID written by hand, without the mark of the editor',
			parameters: { conversationId: { mode: 'id', value: conversationId } },
			sent: { path },
		},
		{
			shows: 'a choice from the list',
			parameters: {
				conversationId: {
					__rl: true,
					mode: 'list',
					value: conversationId,
					cachedResultName: 'Ana',
				},
			},
			sent: { path },
		},
	],
	update: [
		{
			shows: 'every field',
			parameters: {
				...here,
				locationId,
				updateFields: { unreadCount: 3, starred: false, feedback: '{"rating": 5, "notes": ""}' },
			},
			sent: { path, body: { locationId, unreadCount: 3, starred: false, feedback: { rating: 5 } } },
			gives: [expect.objectContaining({ id: conversationId, unreadCount: 3, starred: false })],
		},
		{
			shows: '0 and false, which are not empty',
			parameters: { ...here, updateFields: { unreadCount: 0, starred: false } },
			sent: { path, body: { locationId, unreadCount: 0, starred: false } },
		},
		{
			shows: 'feedback from an expression that yields an object',
			parameters: { ...here, updateFields: { feedback: '={{ { score: 4 } }}' } },
			sent: { path, body: { locationId, feedback: { score: 4 } } },
		},
	],
	delete: [{ shows: 'what it did', parameters: here, sent: { path }, gives: [{ deleted: true }] }],
	setTyping: [
		{
			shows: 'every field',
			parameters: { ...here, visitorId: 'visitor-1', isTyping: false, locationId },
			sent: { body: { conversationId, visitorId: 'visitor-1', isTyping: false, locationId } },
			gives: [{ success: true }],
		},
	],
};

import { SEED } from '../../../../sandbox';
import { byId } from '../../fixtures';
import type { Cases } from './case';

const { locationId, conversationId } = SEED;
const path = { conversationId };
const here = { conversationId: byId(conversationId) };

export const conversation: Cases = {
	create: [
		{
			title: 'every field',
			parameters: { contactId: SEED.newContactId, locationId },
			request: { body: { contactId: SEED.newContactId, locationId } },
			output: [expect.objectContaining({ contactId: SEED.newContactId, locationId })],
		},
	],
	get: [
		{
			title: 'the record, simplified',
			parameters: here,
			request: { path },
			output: [
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
			title: 'the reply as it came with Simplify off',
			parameters: { ...here, simplify: false },
			request: { path },
			output: [
				expect.objectContaining({ id: conversationId, locationId, traceId: expect.any(String) }),
			],
		},
		{
			title: 'an address of the HighLevel app',
			parameters: {
				conversationId: {
					__rl: true,
					mode: 'url',
					value: `https://app.gohighlevel.com/v2/location/${locationId}/conversations/conversations/${conversationId}?tab=all`,
				},
			},
			request: { path },
		},
		{
			title: 'an ID written by hand, without the mark of the editor',
			parameters: { conversationId: { mode: 'id', value: conversationId } },
			request: { path },
		},
		{
			title: 'a choice from the list',
			parameters: {
				conversationId: {
					__rl: true,
					mode: 'list',
					value: conversationId,
					cachedResultName: 'Ana',
				},
			},
			request: { path },
		},
	],
	update: [
		{
			title: 'every field',
			parameters: {
				...here,
				locationId,
				updateFields: { unreadCount: 3, starred: false, feedback: '{"rating": 5, "notes": ""}' },
			},
			request: {
				path,
				body: { locationId, unreadCount: 3, starred: false, feedback: { rating: 5 } },
			},
			output: [expect.objectContaining({ id: conversationId, unreadCount: 3, starred: false })],
		},
		{
			title: '0 and false, which are not empty',
			parameters: { ...here, updateFields: { unreadCount: 0, starred: false } },
			request: { path, body: { locationId, unreadCount: 0, starred: false } },
		},
		{
			title: 'feedback from an expression that yields an object',
			parameters: { ...here, updateFields: { feedback: '={{ { score: 4 } }}' } },
			request: { path, body: { locationId, feedback: { score: 4 } } },
		},
	],
	delete: [
		{ title: 'what it did', parameters: here, request: { path }, output: [{ deleted: true }] },
	],
	setTyping: [
		{
			title: 'every field',
			parameters: { ...here, visitorId: 'visitor-1', isTyping: false, locationId },
			request: { body: { conversationId, visitorId: 'visitor-1', isTyping: false, locationId } },
			output: [{ success: true }],
		},
	],
};

import { SEED } from '../../../../sandbox';
import type { Cases } from './case';

const { locationId, contactId, conversationId, userId, secondUserId, scoreProfileId } = SEED;
const texts = {
	contactId,
	id: conversationId,
	query: 'Ana & "Söhne" +1',
	lastMessageType: 'TYPE_SMS',
	lastMessageAction: 'automated',
	lastMessageDirection: 'inbound',
	status: 'recents',
	scoreProfile: scoreProfileId,
};
const order = { sort: 'asc', sortBy: 'score_profile', sortScoreProfile: scoreProfileId };

export const search: Cases = {
	searchConversations: [
		{
			title: 'every field',
			parameters: {
				limit: 7,
				locationId,
				filters: {
					...texts,
					assignedTo: [userId, 'unassigned'],
					followers: [userId, secondUserId],
					mentions: [userId],
					scoreProfileMin: 0,
					scoreProfileMax: 99.5,
					startDate: '2022-01-01T00:00:00Z',
					endDate: '2100-01-01T00:00:00Z',
				},
				options: { ...order, startAfterDate: '42' },
			},
			request: {
				query: {
					...texts,
					...order,
					limit: '7',
					locationId,
					assignedTo: `${userId},unassigned`,
					followers: `${userId},${secondUserId}`,
					mentions: userId,
					scoreProfileMin: '0',
					scoreProfileMax: '99.5',
					startDate: '1640995200000',
					endDate: '4102444800000',
					startAfterDate: '42',
				},
			},
		},
		{
			title: 'one item a record, simplified',
			parameters: { limit: 1, filters: { contactId } },
			request: { query: { limit: '1', contactId, locationId } },
			output: [
				{
					id: conversationId,
					contactId,
					fullName: 'Ana Ferreira',
					email: 'ana.ferreira@mail.example',
					phone: '+12025550101',
					unreadCount: expect.any(Number),
					lastMessageType: expect.any(String),
					lastMessageBody: expect.any(String),
					lastMessageDate: expect.any(Number),
					lastMessageDirection: expect.any(String),
					tags: ['patient', 'vip'],
					assignedTo: SEED.userId,
				},
			],
		},
		{
			title: 'one item a page with Simplify off',
			parameters: { limit: 2, simplify: false },
			request: { query: { limit: '2', locationId } },
			output: [
				{
					conversations: expect.any(Array),
					total: expect.any(Number),
					traceId: expect.any(String),
				},
			],
		},
	],
};

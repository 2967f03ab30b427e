import { readSubscriptions } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/subscriptions';

describe('subscription status, whose response is not documented', () => {
	it.each<[string, unknown, unknown]>([
		[
			'nested under each address',
			{
				emails: [
					{
						email: 'a@b.c',
						subscriptions: [
							{ subtype_id: 's1', subtype_status: 'unsubscribed' },
							{ subtype_name: 'One on One', subtype_status: 'subscribed' },
						],
					},
				],
				traceId: 't',
			},
			[
				{ email: 'a@b.c', subtypeId: 's1', unsubscribed: true },
				{ email: 'a@b.c', subtypeName: 'One on One', unsubscribed: false },
			],
		],
		['flat', { email: 'a@b.c', status: 'unsubscribed' }, [{ email: 'a@b.c', unsubscribed: true }]],
		[
			'told by true and false',
			[
				{ subtypeId: 's1', isUnsubscribed: false },
				{ subtypeId: 's2', subscribed: false },
			],
			[
				{ subtypeId: 's1', unsubscribed: false },
				{ subtypeId: 's2', unsubscribed: true },
			],
		],
		[
			'beside texts that only look like one',
			{ subtype_name: 'Unsubscribed', unsubscribedAt: '2026-01-01', subtype_status: 'subscribed' },
			[{ subtypeName: 'Unsubscribed', unsubscribed: false }],
		],
		[
			'among values that are no records',
			{ emails: ['a@b.c', null, { email: 'd@e.f', status: 'UNSUBSCRIBED' }] },
			[{ email: 'd@e.f', unsubscribed: true }],
		],
		['of a contact with addresses only', { emails: ['a@b.c'] }, []],
		['of a contact without any', { contactId: 'c', emails: [] }, []],
		['that holds another status as well', { status: 'success', data: { unsubscriptions: [] } }, []],
	])('is read from %s', (_, body, expected) => {
		expect(readSubscriptions(body)).toEqual(expected);
	});

	it.each([
		{ success: true },
		{ data: null },
		{ emails: [{ email: 'a@b.c', state: 'out' }] },
		{ status: 'resubscribed' },
		{ status: 'subscribed later' },
		{ status: 'never unsubscribed' },
		{ status: 'unsubscribed from one list' },
	])('is not guessed from %j', (body) => expect(readSubscriptions(body)).toBeUndefined());
});

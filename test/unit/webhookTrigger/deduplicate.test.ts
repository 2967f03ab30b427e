import {
	checkDuplicate,
	deliveryFrom,
	isTooOld,
	markSeen,
} from '../../../nodes/HighLevelConversationsWebhookTrigger/deduplicate';

const response = { writableEnded: false, statusCode: 200 };
let nodes = 0;
const storage = () => ({ key: `node ${nodes++}`, saved: {} as Record<string, never> });
const check = (id: string, at = storage(), own = response) =>
	checkDuplicate({ ids: [id] }, { ...at, maxAgeMs: 0, response: own });

describe('identity of an event', () => {
	const ids = (event: object, bytes = '') => deliveryFrom(event as never, Buffer.from(bytes)).ids;

	it.each<[string, object, string[]]>([
		['the webhookId', { webhookId: ' w ' }, ['w']],
		['the message', { type: 'SMS', messageId: 'm' }, ['message SMS m ']],
		['both', { webhookId: 'w', type: 'SMS', messageId: 'm' }, ['w', 'message SMS m ']],
		['an email', { type: 'InboundMessage', emailMessageId: 'e' }, ['message InboundMessage  e']],
		['nothing', { type: 'InboundMessage', webhookId: {}, messageId: [] }, []],
	])('is %s', (_, event, expected) => {
		expect(ids(event)).toEqual(expected);
	});

	it('is the body if only a time distinguishes the event', () => {
		const event = { timestamp: '2026-11-28T12:00:00Z' };
		expect(ids(event, 'a')).toEqual(ids(event, 'a'));
		expect(ids(event, 'a')).not.toEqual(ids(event, 'b'));
		expect(ids(event, 'a')).toHaveLength(1);
	});

	it('has an age only with a time and a maximum above 0', () => {
		expect(isTooOld({ ids: [], at: Date.now() - 1000 }, 500)).toBe(true);
		expect(isTooOld({ ids: [], at: Date.now() - 1000 }, 0)).toBe(false);
		expect(isTooOld({ ids: [] }, 500)).toBe(false);
	});
});

describe('a repeated event', () => {
	it('is pending until n8n has answered, and then known or new by the status', () => {
		for (const [statusCode, expected] of [
			[200, 'seen'],
			[500, 'new'],
		] as const) {
			const at = storage();
			const own = { writableEnded: false, statusCode };
			expect(check('a', at, own)).toBe('new');
			expect(check('a', at)).toBe('pending');
			own.writableEnded = true;
			expect(check('a', at)).toBe(expected);
		}
	});

	it('is recognized by any of its IDs', () => {
		const at = storage();
		const options = { ...at, maxAgeMs: 0, response };
		expect(checkDuplicate({ ids: ['w1', 'm'] }, options)).toBe('new');
		expect(checkDuplicate({ ids: ['w2', 'm'] }, options)).toBe('pending');
		markSeen({ ids: ['w1', 'm'] }, at);
		for (const ids of [['w2', 'm'], ['w1'], ['m']]) {
			expect(checkDuplicate({ ids }, options)).toBe('seen');
		}
		expect(checkDuplicate({ ids: ['w2'] }, options)).toBe('new');
	});

	it('is remembered in the process for a limited number of nodes, for others only if n8n saved it', () => {
		const first = storage();
		check('a', first);
		markSeen({ ids: ['a'] }, first);
		const { saved } = first;
		expect(check('a', { ...first, saved: {} })).toBe('seen');
		for (let other = 0; other < 500; other++) {
			const at = storage();
			check('a', at);
			markSeen({ ids: ['a'] }, at);
		}
		expect(check('a', { ...first, saved })).toBe('seen');
		for (let other = 0; other < 500; other++) {
			const at = storage();
			check('a', at);
			markSeen({ ids: ['a'] }, at);
		}
		expect(check('a', { ...first, saved: {} })).toBe('new');
	});

	it('is remembered while it is pending, whatever the number of nodes', () => {
		const first = storage();
		check('a', first);
		for (let other = 0; other < 600; other++) {
			const at = storage();
			check('a', at);
			markSeen({ ids: ['a'] }, at);
		}
		expect(check('a', first)).toBe('pending');
	});
});

import { parseTurn, readTurn } from '../../../nodes/shared/thread';
import { formatTurn } from '../../../nodes/shared/thread/turnRef';

const REQUIRED = { conversationId: 'c1', lastId: 'm1', lastAt: 5, count: 1, readAt: 9 };
const textOf = (values: unknown) =>
	`turn1.${Buffer.from(JSON.stringify(values)).toString('base64url')}`;
const parse = (more: object) => parseTurn(textOf({ ...REQUIRED, ...more }));

it('is null for a turn without open messages', () => {
	expect(formatTurn('c1', readTurn([], { now: 1 }))).toBeNull();
});

it('keeps what Send needs, and nothing else', () => {
	const rules = { now: 9, quietMs: 3, channels: ['sms'], otherKinds: true, optOutWords: ['X'] };
	const question = {
		id: 'm1',
		direction: 'inbound',
		messageType: 'TYPE_SMS',
		body: 'Hi',
		dateAdded: new Date(5).toISOString(),
	};
	const text = formatTurn('c1', readTurn([question], rules));
	expect(parseTurn(` ${text} `)).toEqual({
		...REQUIRED,
		...{ channels: ['sms'], otherKinds: true, optOutWords: ['X'] },
	});
});

it.each([
	{ channels: [] },
	{ automatedCounts: false },
	{ pauseAfterHumanMs: 0 },
	{ handOverMs: 366 * 24 * 3_600_000 },
	{ afterPause: 'leave' },
	{ afterPause: 'answer' },
	{ maxAnswersPerHour: 1_000_000 },
	{ optOutWords: ['x'.repeat(200)] },
	{ channels: Array(200).fill('sms') },
	{ lastAt: 8.64e15 },
	{ count: 1_000_000 },
	{ conversationId: `${'a-_Z9'.repeat(20)}` },
])('takes %j', (more) => expect(parse(more)).toEqual({ ...REQUIRED, ...more }));

it('omits unknown fields', () => {
	expect(parse({ extra: 1, now: 5 })).toEqual(REQUIRED);
});

it.each([
	...['conversationId', 'lastId', 'lastAt', 'count', 'readAt'].map((name) => ({
		[name]: undefined,
	})),
	...['', 'a b', 'a/b', 'x'.repeat(101), 5].map((conversationId) => ({ conversationId })),
	...[-1, 8.64e15 + 2, '5', null].map((lastAt) => ({ lastAt })),
	...[0, 1_000_001, true].map((count) => ({ count })),
	...[['fax'], 'sms', [5], Array(201).fill('sms')].map((channels) => ({ channels })),
	...['true', 1, null].map((automatedCounts) => ({ automatedCounts })),
	...[[5], [null], ['x'.repeat(201)], Array(201).fill('x')].map((optOutWords) => ({ optOutWords })),
	...[-1, 366 * 24 * 3_600_000 + 1].map((handOverMs) => ({ handOverMs })),
	...['wait', true].map((afterPause) => ({ afterPause })),
	...[-1, 1_000_001].map((maxAnswersPerHour) => ({ maxAnswersPerHour })),
])('refuses %j', (more) => expect(() => parse(more)).toThrow("'Turn' is not a turn"));

it.each<[unknown, string]>([
	['', "'Turn' is empty"],
	['  ', "'Turn' is empty"],
	[undefined, "'Turn' is empty"],
	[{}, "'Turn' is not a turn"],
	[null, "'Turn' is not a turn"],
	['turn1.', "'Turn' is not a turn"],
	['turn1.bm8', "'Turn' is not a turn"],
	[textOf(null), "'Turn' is not a turn"],
	[textOf('x'), "'Turn' is not a turn"],
	[textOf(REQUIRED).replace('turn1', 'turn2'), "'Turn' is not a turn"],
	[textOf(REQUIRED).slice(6), "'Turn' is not a turn"],
	[`${textOf({ ...REQUIRED, padding: 'x'.repeat(20_000) })}`, "'Turn' is not a turn"],
])('refuses the text %j', (value, message) => {
	expect(() => parseTurn(value)).toThrow(message);
	expect(() => parseTurn(value, "'Label'")).toThrow(message.replace('Turn', 'Label'));
});

it('ignores the prototype of an object', () => {
	const polluted = Object.prototype as { lastId?: string };
	polluted.lastId = 'm1';
	try {
		expect(() => parse({ lastId: undefined })).toThrow('is not a turn');
	} finally {
		delete polluted.lastId;
	}
});

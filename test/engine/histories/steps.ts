import * as fc from 'fast-check';

/** How many conversations a history has. */
export const CONVERSATIONS = 2;

/** Types of messages that the workflow watches. */
export const CHANNELS = ['TYPE_SMS', 'TYPE_WHATSAPP'];

/** What happens to the answer of an execution. */
export type Outcome =
	/** The message arrives. */
	| 'answers'
	/** The message arrives, but HighLevel lists it late. */
	| 'unlisted'
	/** HighLevel accepts the message, but its delivery fails. */
	| 'bounces'
	/** The agent fails, so nothing is sent. */
	| 'fails'
	/** HighLevel rejects the message. */
	| 'refused'
	/** The rate limit rejects the message once. */
	| 'limited'
	/** The rate limit rejects the message once, and a person answers in the meantime. */
	| 'overtaken'
	/** The check before sending fails. */
	| 'blind'
	/** The connection is lost before or after HighLevel has accepted the message. */
	| 'lostBefore'
	| 'lostAfter';

/** An event in a location or in n8n. */
export type Step =
	| { does: 'wrote'; to: number; type: string; lateSeconds: number }
	| { does: 'person'; to: number; type: string; lateSeconds: number }
	| {
			does:
				| 'stop'
				| 'failed'
				| 'automation'
				| 'newsletter'
				| 'comment'
				| 'handOver'
				| 'edit'
				| 'merge';
			to: number;
	  }
	| { does: 'bot'; which: number; outcome: Outcome }
	| { does: 'bots' }
	| { does: 'pass'; seconds: number }
	| { does: 'poll' | 'searchFails' | 'readsFail' | 'oneReadFails' | 'dies' | 'restart' | 'off' };

/** Options of the trigger in a history. */
export interface Settings {
	waitForQuiet: number;
	limitPerPoll: number;
	attempts: number;
}

const to = fc.integer({ min: 0, max: CONVERSATIONS - 1 });
/** Delay until HighLevel lists a message: usually none, sometimes up to a minute and a half. */
const lateSeconds = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(0) },
	fc.integer({ min: 1, max: 85 }),
);
/** Types of inbound messages: on the watched channels, on another channel, and a reaction. */
const WRITTEN = [...CHANNELS, ...CHANNELS, 'TYPE_FACEBOOK', 'TYPE_SMS_REACTION'];
const OUTCOMES: Outcome[] = [
	'answers',
	'answers',
	'answers',
	'unlisted',
	'bounces',
	'fails',
	'refused',
	'limited',
	'overtaken',
	'blind',
	'lostBefore',
	'lostAfter',
];

const wrote = fc.record({
	does: fc.constant('wrote' as const),
	to,
	type: fc.constantFrom(...WRITTEN),
	lateSeconds,
});
const person = fc.record({
	does: fc.constant('person' as const),
	to,
	type: fc.constantFrom('TYPE_SMS', 'TYPE_FACEBOOK', 'TYPE_INSTAGRAM'),
	lateSeconds,
});
const bot = fc.record({
	does: fc.constant('bot' as const),
	which: fc.nat(3),
	outcome: fc.constantFrom(...OUTCOMES),
});
const pass = fc.record({
	does: fc.constant('pass' as const),
	seconds: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(700, 1200)),
});
const other = fc.record({
	does: fc.constantFrom(
		...([
			'stop',
			'failed',
			'automation',
			'newsletter',
			'comment',
			'handOver',
			'edit',
			'merge',
		] as const),
	),
	to,
});
const n8n = fc.record({
	does: fc.constantFrom(
		...([
			'poll',
			'poll',
			'poll',
			'poll',
			'bots',
			'searchFails',
			'readsFail',
			'oneReadFails',
			'oneReadFails',
			'dies',
			'restart',
			'off',
		] as const),
	),
}) as fc.Arbitrary<Step>;

export const settings: fc.Arbitrary<Settings> = fc.record({
	waitForQuiet: fc.constantFrom(0, 30),
	limitPerPoll: fc.constantFrom(1, 25),
	attempts: fc.constantFrom(3, 100),
});

export const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof<fc.WeightedArbitrary<Step>[]>(
		{ weight: 6, arbitrary: wrote },
		{ weight: 1, arbitrary: person },
		{ weight: 4, arbitrary: bot },
		{ weight: 4, arbitrary: pass },
		{ weight: 2, arbitrary: other },
		{ weight: 5, arbitrary: n8n },
	),
	{ minLength: 5, maxLength: 40 },
);

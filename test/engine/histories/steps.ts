import * as fc from 'fast-check';

/** How many conversations a history has. */
export const CONVERSATIONS = 2;

/** Types of messages that the workflow watches. */
export const CHANNELS = ['TYPE_SMS', 'TYPE_WHATSAPP'];

/** How an execution ends that answers a turn. */
export type Outcome =
	/** Its message arrives. */
	| 'answers'
	/** Its message arrives, and HighLevel lists it late. */
	| 'unlisted'
	/** Its message is accepted, and fails on the way. */
	| 'bounces'
	/** The agent fails: nothing is sent. */
	| 'fails'
	/** HighLevel refuses the message. */
	| 'refused'
	/** The rate limit refuses it once. */
	| 'limited'
	/** The rate limit refuses it once, and a person answers meanwhile. */
	| 'overtaken'
	/** The look before the send fails. */
	| 'blind'
	/** The connection breaks before or after HighLevel has taken the message. */
	| 'lostBefore'
	| 'lostAfter';

/** Something that happens in a location, or to n8n. */
export type Step =
	| { does: 'wrote'; to: number; type: string; lateS: number }
	| { does: 'person'; to: number; type: string; lateS: number }
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

/** What a history is played with. */
export interface Settings {
	waitForQuiet: number;
	limitPerPoll: number;
	attempts: number;
}

const to = fc.integer({ min: 0, max: CONVERSATIONS - 1 });
/** HighLevel lists most messages at once, and some up to a minute and a half later. */
const lateS = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 85 }));
/** On the channels that the workflow watches, on another one, and no message but a reaction. */
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
	lateS,
});
const person = fc.record({
	does: fc.constant('person' as const),
	to,
	type: fc.constantFrom('TYPE_SMS', 'TYPE_FACEBOOK', 'TYPE_INSTAGRAM'),
	lateS,
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

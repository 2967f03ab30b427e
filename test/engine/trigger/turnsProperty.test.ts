import * as fc from 'fast-check';

import { REFUSED, SEARCH_PATH } from '../fixtures';
import { idsOf, Inbox } from '../threads/inbox';
import { watching } from './watching';

const { world } = watching();

const QUIET_S = 30;
const PAUSE_MIN = 60;
const CONVERSATIONS = 2;

type Step =
	| { does: 'wrote'; to: number; lateS: number }
	| { does: 'person' | 'automation' | 'failed' | 'comment'; to: number }
	| { does: 'bot' }
	| { does: 'pass'; seconds: number }
	| { does: 'poll' | 'refused' | 'halfway' | 'dies' | 'restart' };

const to = fc.integer({ min: 0, max: CONVERSATIONS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			does: fc.constant('wrote' as const),
			to,
			// Listed late, by less than the overlap.
			lateS: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 240 })),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			does: fc.constantFrom('person', 'automation', 'failed', 'comment'),
			to,
		}) as fc.Arbitrary<Step>,
	},
	{ weight: 3, arbitrary: fc.record({ does: fc.constant('bot' as const) }) },
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constant('pass' as const),
			seconds: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(1200)),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constantFrom('poll', 'poll', 'poll', 'refused', 'halfway', 'dies', 'restart'),
		}) as fc.Arbitrary<Step>,
	},
);

/** What happened to a message of a contact. */
interface Written {
	id: string;
	to: number;
	/** Its date, ms. */
	at: number;
	/** When a poll could first see it, ms. */
	listedAt: number;
}

async function live(steps: Step[]) {
	world.sandbox.reset();
	const options = { waitForQuiet: QUIET_S, pauseAfterHuman: PAUSE_MIN, limitPerPoll: 1 };
	const inbox = await Inbox.open(world, { options });
	const conversations = Array.from({ length: CONVERSATIONS }, () => inbox.conversation());
	const written: Written[] = [];
	/** Answers by persons: conversation and date. */
	const persons: Array<{ to: number; at: number }> = [];
	/** Turns that the bot has not answered yet, and how often it answered each. */
	const toAnswer: string[] = [];
	const handed: Array<{ ids: string[]; at: number; to: number }> = [];
	inbox.pass(300);

	const poll = async (refused?: RegExp | string) => {
		inbox.show(refused === undefined ? undefined : { path: refused, times: 99, ...REFUSED });
		for (const turn of await inbox.workflow.poll()) {
			const conversationId = String(turn.conversationId);
			handed.push({ ids: idsOf(turn), at: inbox.time, to: conversations.indexOf(conversationId) });
			toAnswer.push(conversationId);
		}
	};
	const act = async (each: Step) => {
		// No two things happen in one moment, as in a thread.
		inbox.pass(1);
		switch (each.does) {
			case 'wrote': {
				const at = inbox.time - each.lateS * 1000;
				const id = inbox.wrote(conversations[each.to], 'Hi', { dateAdded: at });
				written.push({ id, to: each.to, at, listedAt: inbox.time });
				return;
			}
			case 'person':
				inbox.person(conversations[each.to]);
				persons.push({ to: each.to, at: inbox.time });
				return;
			case 'automation':
				return void inbox.sent(conversations[each.to], { source: 'workflow' });
			case 'failed':
				return void inbox.sent(conversations[each.to], { status: 'failed' });
			case 'comment':
				return void inbox.sent(conversations[each.to], { messageType: 'TYPE_INTERNAL_COMMENT' });
			case 'bot': {
				const conversationId = toAnswer.shift();
				if (conversationId !== undefined) inbox.sent(conversationId);
				return;
			}
			case 'pass':
				return inbox.pass(each.seconds);
			case 'restart':
				return inbox.workflow.restart();
			default:
				inbox.workflow.dies = each.does === 'dies';
				await poll({ refused: SEARCH_PATH, halfway: /\/messages$/ }[each.does as string]);
				if (inbox.workflow.dies) inbox.workflow.restart();
				inbox.workflow.dies = false;
		}
	};
	for (const each of steps) await act(each);
	// In the end everybody is quiet, and the bot answers all that it gets.
	for (let idle = 0, polls = 0; idle < 4 && polls < 200; polls++) {
		const before = handed.length;
		inbox.pass(idle === 3 ? PAUSE_MIN * 60 : 60);
		await poll();
		while (toAnswer.length > 0) await act({ does: 'bot' });
		idle = handed.length > before ? 0 : idle + 1;
	}
	return { inbox, written, persons, handed };
}

it('hands each message on in exactly one turn, or a person answered it', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
			const { inbox, written, persons, handed } = await live(steps);
			expect(inbox.workflow.errors).toEqual([]);
			const all = handed.flatMap(({ ids }) => ids);
			// Never two answers: no message is in two turns.
			expect(new Set(all).size).toBe(all.length);
			for (const { id, to: place, at } of written) {
				const isAnswered = persons.some((each) => each.to === place && each.at > at);
				if (!all.includes(id)) expect({ id, isAnswered }).toEqual({ id, isAnswered: true });
			}
			for (const turn of handed) {
				const messages = written.filter(({ id }) => turn.ids.includes(id));
				const mine = written.filter((each) => each.to === turn.to && each.listedAt <= turn.at);
				// All of one conversation, quiet, and nobody has answered since, or lately.
				expect(messages.map((each) => each.to)).toEqual(turn.ids.map(() => turn.to));
				const last = Math.max(...mine.map((each) => each.at));
				expect(turn.at - last).toBeGreaterThanOrEqual((QUIET_S - 1) * 1000);
				for (const person of persons) {
					if (person.to !== turn.to || person.at > turn.at) continue;
					expect(Math.min(...messages.map((each) => each.at))).toBeGreaterThan(person.at);
					expect(turn.at - person.at).toBeGreaterThanOrEqual(PAUSE_MIN * 60_000);
				}
			}
		}),
		{ numRuns: 40 },
	);
}, 300_000);

import type { IDataObject } from 'n8n-workflow';
import * as fc from 'fast-check';

import { recordAnswer } from '../../../nodes/shared/thread';
import { propertyRuns } from '../../support/propertyRuns';
import { REFUSED, SEARCH_PATH } from '../fixtures';
import { idsOf, Inbox } from '../conversations/inbox';
import { pollingTrigger } from './pollingTrigger';

const { testEnv } = pollingTrigger();

const QUIET_S = 30;
const PAUSE_S = 3600;
const HAND_OVER_S = 4 * 3600;
const WINDOW_S = 10;
const CONVERSATIONS = 2;

type Step =
	| { does: 'wrote'; to: number; lateS: number }
	| { does: 'person' | 'automation' | 'failed' | 'comment' | 'handOver'; to: number }
	| { does: 'bot'; outcome: 'answers' | 'fails' | 'bounces' }
	| { does: 'pass'; seconds: number }
	| { does: 'poll' | 'refused' | 'unreadable' | 'dies' | 'restart' };

const to = fc.integer({ min: 0, max: CONVERSATIONS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			does: fc.constant('wrote' as const),
			to,
			// Listed late, by less than HighLevel takes at most.
			lateS: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 60 })),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			does: fc.constantFrom('person', 'automation', 'failed', 'comment', 'handOver'),
			to,
		}) as fc.Arbitrary<Step>,
	},
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constant('bot' as const),
			outcome: fc.constantFrom('answers', 'answers', 'fails', 'bounces'),
		}) as fc.Arbitrary<Step>,
	},
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constant('pass' as const),
			seconds: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(700, 1200)),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			does: fc.constantFrom('poll', 'poll', 'poll', 'refused', 'unreadable', 'dies', 'restart'),
		}) as fc.Arbitrary<Step>,
	},
);

/** What happened in a conversation that decides on what is open; times in ms. */
type Happened =
	| { kind: 'question'; at: number; id: string }
	| { kind: 'person' | 'handOver'; at: number }
	| { kind: 'answer'; at: number; ids: string[]; isDelivered: boolean };

/** The questions that nothing has settled, in the order of their dates. */
function openIn(events: readonly Happened[]): Array<{ id: string; at: number }> {
	const isSettled = ({ id, at }: { id: string; at: number }) =>
		events.some(
			(each) =>
				(each.kind === 'person' && each.at > at) ||
				(each.kind === 'answer' && each.isDelivered && each.ids.includes(id)),
		);
	const questions = events.flatMap((each) => (each.kind === 'question' ? [each] : []));
	return questions.filter((each) => !isSettled(each)).sort((a, b) => a.at - b.at);
}

/** Until when people have a conversation to themselves, ms. */
function pausedUntil(events: readonly Happened[]): number {
	const last = (kind: string) =>
		Math.max(0, ...events.filter((each) => each.kind === kind).map(({ at }) => at));
	const [person, handOver] = [last('person'), last('handOver')];
	return Math.max(
		person > 0 ? person + PAUSE_S * 1000 : 0,
		handOver > person ? handOver + HAND_OVER_S * 1000 : 0,
	);
}

/** Plays a history, with an agent that looks before it speaks. Returns what went wrong. */
async function play(steps: Step[]): Promise<string[]> {
	testEnv.sandbox.reset();
	const options = { waitForQuiet: QUIET_S, limitPerPoll: 1, attempts: 100 };
	const inbox = await Inbox.open(testEnv, { options });
	const conversations = Array.from({ length: CONVERSATIONS }, () => inbox.conversation());
	const events: Happened[][] = conversations.map(() => []);
	const toAnswer: IDataObject[] = [];
	const wrong: string[] = [];
	inbox.pass(300);

	const judge = (turn: IDataObject) => {
		const place = conversations.indexOf(String(turn.conversationId));
		const open = openIn(events[place]);
		const ids = idsOf(turn);
		if (ids.join() !== open.map(({ id }) => id).join()) wrong.push(`seen ${ids.join()}`);
		if (inbox.time < pausedUntil(events[place])) wrong.push(`over ${ids.join()}`);
		const last = Math.max(...open.map(({ at }) => at));
		if (inbox.time - last < (QUIET_S - 1) * 1000) wrong.push(`too soon ${ids.join()}`);
	};
	const poll = async (refused?: RegExp | string) => {
		inbox.show(refused === undefined ? undefined : { path: refused, times: 99, ...REFUSED });
		for (const turn of await inbox.workflow.poll()) {
			judge(turn);
			toAnswer.push(turn);
		}
	};
	const bot = (outcome: 'answers' | 'fails' | 'bounces') => {
		const turn = toAnswer.shift();
		if (turn === undefined || outcome === 'fails') return;
		const place = conversations.indexOf(String(turn.conversationId));
		inbox.pass(WINDOW_S);
		const ids = idsOf(turn);
		const open = openIn(events[place]).map(({ id }) => id);
		if (open.join() !== ids.join() || inbox.time < pausedUntil(events[place])) return;
		const isDelivered = outcome === 'answers';
		const status = isDelivered ? 'delivered' : 'failed';
		const answer = inbox.sent(conversations[place], { status });
		const sent = { id: answer, conversationId: conversations[place], dateAdded: inbox.time };
		if (isDelivered) recordAnswer(sent, ids);
		events[place].push({ kind: 'answer', at: inbox.time, ids, isDelivered });
	};
	const act = async (each: Step) => {
		// No two things happen in one moment, as in a thread.
		inbox.pass(1);
		const id = 'to' in each ? conversations[each.to] : '';
		switch (each.does) {
			case 'wrote': {
				const at = inbox.time - each.lateS * 1000;
				const question = inbox.wrote(id, 'Hi', { dateAdded: at });
				return void events[each.to].push({ kind: 'question', at, id: question });
			}
			case 'person':
				inbox.person(id);
				return void events[each.to].push({ kind: 'person', at: inbox.time });
			case 'handOver':
				inbox.sent(id, { messageType: 'TYPE_INTERNAL_COMMENT', body: '@A<userId>u1</userId>' });
				return void events[each.to].push({ kind: 'handOver', at: inbox.time });
			case 'automation':
				return void inbox.sent(id, { source: 'workflow' });
			case 'failed':
				return void inbox.sent(id, { status: 'undelivered' });
			case 'comment':
				return void inbox.sent(id, { messageType: 'TYPE_INTERNAL_COMMENT' });
			case 'bot':
				return bot(each.outcome);
			case 'pass':
				return inbox.pass(each.seconds);
			case 'restart':
				return inbox.workflow.restart();
			default:
				inbox.workflow.dies = each.does === 'dies';
				await poll({ refused: SEARCH_PATH, unreadable: /\/messages$/ }[each.does as string]);
				if (inbox.workflow.dies) inbox.workflow.restart();
				inbox.workflow.dies = false;
		}
	};
	for (const each of steps) await act(each);
	// In the end everybody is quiet, and the agent answers all that it gets.
	for (let polls = 0; polls < 60; polls++) {
		inbox.pass(polls < 20 ? 60 : 900);
		await poll();
		while (toAnswer.length > 0) bot('answers');
	}
	for (const happened of events) {
		for (const { id } of openIn(happened)) wrong.push(`lost ${id}`);
		const answers = happened.flatMap((each) =>
			each.kind === 'answer' && each.isDelivered ? each.ids : [],
		);
		if (new Set(answers).size !== answers.length) wrong.push(`twice ${answers.join()}`);
	}
	return [...wrong, ...inbox.workflow.errors.map(({ message }) => message)];
}

it('returns every turn once and complete, and none that a person answers', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
			expect(await play(steps)).toEqual([]);
		}),
		{ numRuns: propertyRuns(10) },
	);
}, 600_000);

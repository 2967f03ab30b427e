import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	hasEnoughMessages,
	kindOf,
	readThread,
	readTurn,
	skippedReason,
	type ThreadRules,
} from '../../../nodes/shared/thread';
import { messagesOf } from './lists';
import { propertyRuns } from '../../support/propertyRuns';

const NOW = Date.UTC(2026, 0, 5, 9);
const WINDOW_MS = 10_000;

/** A message of any kind; often several share a moment. */
const message = fc.record({
	dateAdded: fc.integer({ min: 0, max: 120 }).map((second) => NOW - 120_000 + second * 1000),
	messageType: fc.constantFrom(
		...['TYPE_SMS', 'TYPE_SMS', 'TYPE_EMAIL', 'TYPE_CALL', 'TYPE_SMS_REACTION'],
		...['TYPE_INTERNAL_COMMENT', 'TYPE_CAMPAIGN_EMAIL', 'TYPE_ACTIVITY_INVOICE'],
	),
	direction: fc.constantFrom('inbound', 'inbound', 'outbound', 'outbound', undefined),
	source: fc.constantFrom('api', 'api', 'app', 'workflow', undefined),
	userId: fc.constantFrom('u1', undefined),
	status: fc.constantFrom('delivered', 'delivered', 'failed', 'opt_out', 'scheduled', 'no-answer'),
	body: fc.constantFrom('Hello', 'Hello', 'stop', 'See <userId>u2</userId>', ''),
});
/** Newest first, as HighLevel lists them. */
const thread = fc
	.array(message, { maxLength: 40 })
	.map((messages): IDataObject[] =>
		messages
			.map((each, index) => ({ ...each, id: `m${index}` }))
			.sort((a, b) => b.dateAdded - a.dateAdded),
	);
const rules = fc.record<ThreadRules>({
	automatedCounts: fc.boolean(),
	otherKinds: fc.boolean(),
	afterPause: fc.constantFrom('answer', 'leave'),
	quietMs: fc.constantFrom(0, 20_000),
	pauseAfterHumanMs: fc.constantFrom(0, 30_000, 100_000),
	handOverMs: fc.constantFrom(0, 50_000),
	maxAnswersPerHour: fc.constantFrom(0, 2),
	channels: fc.constantFrom([], ['sms'], ['email'], ['call']),
	now: fc.constant(NOW),
});

it('contains a question exactly if no later message settles it', () => {
	fc.assert(
		fc.property(thread, rules, (newestFirst, given) => {
			const all = [...newestFirst].reverse();
			const kinds = all.map((each) => kindOf(each, given));
			const at = (index: number) => Number(all[index].dateAdded);
			const isSettled = (index: number) =>
				kinds.some((kind, later) => {
					if (later <= index) return false;
					if (kind === 'person' || kind === 'stop') return true;
					return kind === 'answer' && at(later) - at(index) >= WINDOW_MS;
				});
			const isLeft = (index: number) => {
				const last = kinds.lastIndexOf('person', index);
				const pause = given.pauseAfterHumanMs ?? 0;
				return given.afterPause === 'leave' && last >= 0 && at(index) - at(last) < pause;
			};
			const expected = all.filter(
				(_, index) => kinds[index] === 'question' && !isSettled(index) && !isLeft(index),
			);
			const turn = readTurn(newestFirst, given);
			expect(turn.open).toEqual(expected);
			expect(turn.count).toBe(expected.length);
			expect(turn.lastId).toBe(expected.at(-1)?.id ?? null);
		}),
		{ numRuns: propertyRuns(1000) },
	);
});

it('pauses as long as the last person or the last open hand-over requires', () => {
	fc.assert(
		fc.property(thread, rules, (newestFirst, given) => {
			const all = [...newestFirst].reverse();
			const lastOf = (kind: string) => all.findLastIndex((each) => kindOf(each, given) === kind);
			const person = lastOf('person');
			const handOver = lastOf('handOver');
			const until = (index: number, ms = 0) =>
				index < 0 || ms === 0 ? 0 : Number(all[index].dateAdded) + ms;
			const expected = Math.max(
				until(person, given.pauseAfterHumanMs),
				handOver > person ? until(handOver, given.handOverMs) : 0,
			);
			expect(readTurn(newestFirst, given).pausedUntil).toBe(expected);
		}),
		{ numRuns: propertyRuns(1000) },
	);
});

it('gives the same result with only as many messages as needed', async () => {
	await fc.assert(
		fc.asyncProperty(thread, rules, fc.integer({ min: 1, max: 7 }), async (all, given, size) => {
			const answer = messagesOf(all, size);
			const reader = {
				get: async (_path: string, query: IDataObject) =>
					await Promise.resolve({ status: 200, headers: {}, body: answer(query) }),
				warn: (text: string) => {
					throw new Error(text);
				},
			};
			const read = await readThread(reader, '/', (so) => hasEnoughMessages(so, given));
			const part = readTurn(read, given);
			const whole = readTurn(all, given);
			expect(part.open).toEqual(whole.open);
			const isPaused = ({ pausedUntil }: typeof whole) => pausedUntil > NOW;
			expect(isPaused(part)).toBe(isPaused(whole));
			expect(part.limitedUntil > NOW).toBe(whole.limitedUntil > NOW);
			if (whole.open.length > 0) expect(skippedReason(part)).toBe(skippedReason(whole));
		}),
		{ numRuns: propertyRuns(1000) },
	);
});

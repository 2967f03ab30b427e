import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	isAnswer,
	isEnough,
	isInbound,
	readThread,
	unanswered,
	type TurnOptions,
} from '../../../nodes/shared/thread';
import { messagesOf } from './lists';

const NOW = 1_000_000;

/** A message of any kind; often several share a moment. */
const message = fc.record({
	dateAdded: fc.integer({ min: 0, max: 60 }).map((second) => second * 1000),
	messageType: fc.constantFrom('TYPE_SMS', 'TYPE_SMS', 'TYPE_EMAIL', 'TYPE_ACTIVITY_INVOICE'),
	direction: fc.constantFrom('inbound', 'outbound'),
	source: fc.constantFrom('api', 'api', 'app', 'workflow', undefined),
	status: fc.constantFrom('delivered', 'delivered', 'failed'),
});
/** Newest first, as HighLevel lists them. */
const thread = fc
	.array(message, { maxLength: 40 })
	.map((messages): IDataObject[] =>
		messages
			.map((each, index) => ({ ...each, id: `m${index}`, userId: 'u1' }))
			.sort((a, b) => b.dateAdded - a.dateAdded),
	);
const options = fc.record({
	automatedCounts: fc.boolean(),
	quietMs: fc.constantFrom(0, 1000, 10_000),
	pauseAfterHumanMs: fc.constantFrom(0, NOW - 30_000),
	channels: fc.constantFrom([], ['sms'], ['email']),
	now: fc.constant(NOW),
});
const fits = ({ channels = [] }: TurnOptions, { messageType }: IDataObject) =>
	channels.length === 0 || (channels[0] === 'sms' ? 'TYPE_SMS' : 'TYPE_EMAIL') === messageType;

it('holds an inbound message exactly if no later message answers it', () => {
	fc.assert(
		fc.property(thread, options, (newestFirst, given) => {
			const oldestFirst = [...newestFirst].reverse();
			const expected = oldestFirst.filter(
				(each, index) =>
					isInbound(each) &&
					fits(given, each) &&
					!oldestFirst.some((later, place) => {
						if (place <= index || !fits(given, later)) return false;
						const soon = Number(later.dateAdded) - Number(each.dateAdded) < given.quietMs;
						const covers = !(later.source === 'api' && soon);
						return isAnswer(later, given.automatedCounts) && covers;
					}),
			);
			expect(unanswered(newestFirst, given).messages).toEqual(expected);
		}),
		{ numRuns: 500 },
	);
});

it('is the same when only as much is read as is enough', async () => {
	await fc.assert(
		fc.asyncProperty(thread, options, fc.integer({ min: 1, max: 7 }), async (all, given, size) => {
			const answer = messagesOf(all, size);
			const reader = {
				get: async (_path: string, query: IDataObject) =>
					await Promise.resolve({ status: 200, headers: {}, body: answer(query) }),
				warn: (text: string) => {
					throw new Error(text);
				},
			};
			const read = await readThread(reader, '/', (so) => isEnough(so, given));
			const part = unanswered(read, given);
			const whole = unanswered(all, given);
			expect(part.messages).toEqual(whole.messages);
			const isPaused = ({ lastHumanAt }: typeof whole) =>
				lastHumanAt !== null && given.now - lastHumanAt < given.pauseAfterHumanMs;
			expect(isPaused(part)).toBe(isPaused(whole));
		}),
		{ numRuns: 500 },
	);
});

type Step = { does: 'writes' | 'reads' | 'answers' | 'person'; late: boolean };
const steps = fc.array(
	fc.record<Step>({
		does: fc.constantFrom('writes', 'writes', 'reads', 'answers', 'person'),
		late: fc.boolean(),
	}),
	{ maxLength: 40 },
);

it('hands on every message once or leaves it to a person, with a bot that thinks for as long as it likes', () => {
	fc.assert(
		fc.property(steps, (given) => {
			const listed: IDataObject[] = [];
			const held: IDataObject[] = [];
			const written: IDataObject[] = [];
			const handedOn: string[][] = [];
			const answeredByPerson = new Set<unknown>();
			let thinking = 0;
			let time = 0;
			const add = (more: IDataObject, late = false) => {
				const each = {
					id: `m${time}`,
					messageType: 'TYPE_SMS',
					dateAdded: (time += 1000),
					...more,
				};
				(late ? held : listed).push(each);
				return each;
			};
			const read = () => {
				const newestFirst = [...listed].sort((a, b) => Number(b.dateAdded) - Number(a.dateAdded));
				const { messages } = unanswered(newestFirst, { now: time, handedOn });
				if (messages.length === 0) return;
				handedOn.push(messages.map(({ id }) => String(id)));
				thinking++;
			};
			for (const { does, late } of given) {
				if (does === 'writes') written.push(add({ direction: 'inbound' }, late));
				if (does === 'answers' && thinking > 0) {
					thinking--;
					add({ direction: 'outbound', source: 'api' });
				}
				if (does === 'person') {
					for (const { id } of written) answeredByPerson.add(id);
					add({ direction: 'outbound', source: 'app', userId: 'u1' });
				}
				if (does !== 'reads') continue;
				read();
				listed.push(...held.splice(0));
			}
			listed.push(...held.splice(0));
			read();
			const ids = handedOn.flat();
			expect(new Set(ids).size).toBe(ids.length);
			for (const { id } of written) expect(ids.includes(String(id)) || answeredByPerson.has(id)).toBe(true); // prettier-ignore
		}),
		{ numRuns: 1000 },
	);
});

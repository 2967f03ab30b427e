import * as fc from 'fast-check';

import { propertyLimitMs, propertyRuns } from '../../support/propertyRuns';
import { EXPORT_PATH } from '../fixtures';
import { ActiveWorkflow } from '../harness/activeWorkflow';
import { MINUTE, usePollingTrigger } from './pollingTrigger';

const LIFE = 7200 * MINUTE;
const { testEnv, add, refuse } = usePollingTrigger();

type Step =
	| { does: 'arrive'; laterMs: number; lateMs: number; direction: string; messageType: string }
	| { does: 'poll' | 'refused' | 'halfway' | 'dies' | 'restart' | 'off' | 'on' }
	| { does: 'change'; options: Record<'limitPerPoll' | 'lastMessages' | 'overlap', number> };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			does: fc.constant('arrive' as const),
			// Often 0: messages of one moment.
			laterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 * MINUTE })),
			// Listed late, by less than the overlap.
			lateMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 * MINUTE })),
			direction: fc.constantFrom('inbound', 'inbound', 'outbound'),
			messageType: fc.constantFrom('TYPE_SMS', 'TYPE_EMAIL', 'TYPE_ACTIVITY_INVOICE'),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constantFrom('poll', 'poll', 'refused', 'halfway', 'dies', 'restart', 'off', 'on'),
		}) as fc.Arbitrary<Step>,
	},
	{
		weight: 1,
		arbitrary: fc.record({
			does: fc.constant('change' as const),
			options: fc.record({
				limitPerPoll: fc.integer({ min: 1, max: 4 }),
				lastMessages: fc.constantFrom(0, 1),
				overlap: fc.integer({ min: 5, max: 60 }),
			}),
		}),
	},
);

/** Number of polls in a row without items after which everything must have been returned. */
const IDLE = 3;
const DAY = 24 * 60 * MINUTE;

async function live(steps: Step[], unreadable: boolean, durable: boolean) {
	const { sandbox } = testEnv;
	sandbox.reset();
	const { locationId } = sandbox;
	const { id: contactId } = sandbox.state.addContact({ locationId });
	const { id: conversationId } = sandbox.state.addConversation({ locationId, contactId });
	let time = Date.now() - LIFE;
	const options = { limitPerPoll: 2, lastMessages: 1, overlap: 10 };
	const workflow = await ActiveWorkflow.activated(testEnv, LIFE, {
		durable,
		parameters: { options },
	});
	time += 10 * MINUTE;
	let expected: string[] = [];
	let isOn = true;

	/** HighLevel's clock stands at the latest message; if `unreadable`, no history can be read. The first fault that matches applies. */
	const setFaults = (refused?: string | RegExp) => {
		sandbox.faults.clear();
		if (refused !== undefined) refuse(refused);
		if (unreadable) sandbox.faults.add({ path: /\/messages$/, status: 403, times: 9999 });
		sandbox.faults.add({ headers: { date: new Date(time).toUTCString() }, times: 9999 });
	};
	const arrive = (each: Step & { does: 'arrive' }) => {
		const { direction, messageType, laterMs, lateMs } = each;
		time += laterMs;
		const more = { conversationId, messageType, direction: direction as 'inbound' };
		const { id } = add(time - lateMs, more);
		const matches = direction === 'inbound' && messageType !== 'TYPE_ACTIVITY_INVOICE';
		if (matches && isOn) expected.push(id);
	};
	const switchOn = async () => {
		// Messages from before the activation are not emitted, even if HighLevel lists them late.
		expected = expected.filter((id) => workflow.ids.includes(id));
		time += 5 * MINUTE;
		setFaults();
		await workflow.activate();
		isOn = true;
		time += 5 * MINUTE;
	};

	for (const each of steps) {
		if (each.does === 'arrive') arrive(each);
		else if (each.does === 'off') isOn = false;
		else if (!isOn) {
			if (each.does === 'on') await switchOn();
		} else if (each.does === 'change') {
			setFaults();
			await workflow.change({ parameters: { options: each.options } });
		} else if (each.does !== 'on') {
			const refused = { refused: EXPORT_PATH, halfway: /\/messages$/ };
			setFaults(each.does in refused ? refused[each.does as 'refused'] : undefined);
			workflow.crashes = each.does === 'dies';
			if (each.does !== 'restart') await workflow.poll();
			if (each.does === 'dies' || each.does === 'restart') workflow.restart();
			workflow.crashes = false;
		}
	}
	if (!isOn) await switchOn();
	// After a day, a message is emitted without the part that cannot be read.
	const pollUntilIdle = async () => {
		for (let idle = 0, polls = 0; idle < IDLE && polls < 500; polls++) {
			setFaults();
			idle = (await workflow.poll()).length > 0 ? 0 : idle + 1;
		}
	};
	await pollUntilIdle();
	// What had no turn before the first day was over waits for another one.
	for (let day = 0; unreadable && day < 3; day++) {
		time += DAY + MINUTE;
		await pollUntilIdle();
	}
	return { expected, workflow };
}

it.each([
	['', 'read', false, false],
	['', 'not read', true, false],
	['durable polls: ', 'read', false, true],
	['durable polls: ', 'not read', true, true],
])(
	'%sreturns every matching message exactly once, whatever happens; histories can be %s',
	async (_polls, _histories, unreadable, durable) => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
				const { expected, workflow } = await live(steps, unreadable, durable);
				expect(workflow.errors).toEqual([]);
				expect([...workflow.ids].sort()).toEqual([...expected].sort());
				// Never more than the limit in one start.
				expect(Math.max(0, ...workflow.starts.map(({ length }) => length))).toBeLessThanOrEqual(4);
			}),
			{ numRuns: propertyRuns(10) },
		);
	},
	propertyLimitMs(10),
);

import * as fc from 'fast-check';

import { addMessages, EXPORT_PATH, REFUSED } from './fixtures';
import { startWorld, type World } from './harness';
import { ActiveWorkflow } from './harness/activeWorkflow';

const MINUTE = 60_000;
const LIFE = 360 * MINUTE;
let world: World;

beforeAll(async () => {
	world = await startWorld({ sandbox: { seed: false, rateLimit: false } });
});
afterAll(async () => await world.stop());

type Step =
	| { does: 'arrive'; laterMs: number; lateMs: number; direction: string; messageType: string }
	| { does: 'poll' | 'refused' | 'halfway' | 'dies' | 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			does: fc.constant('arrive' as const),
			// Often 0: messages of one moment.
			laterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 * MINUTE })),
			// Listed late, by less than the overlap.
			lateMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 * MINUTE })),
			direction: fc.constantFrom('inbound', 'inbound', 'outbound'),
			messageType: fc.constantFrom('TYPE_SMS', 'TYPE_EMAIL', 'TYPE_ACTIVITY_INVOICE'),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			does: fc.constantFrom('poll', 'poll', 'refused', 'halfway', 'dies', 'restart'),
		}) as fc.Arbitrary<Step>,
	},
);

async function live(steps: Step[]): Promise<{ expected: string[]; workflow: ActiveWorkflow }> {
	const { sandbox } = world;
	sandbox.reset();
	const start = Date.now() - LIFE;
	const { conversationId } = addMessages(sandbox, 0);
	const parameters = { options: { limitPerPoll: 2, lastMessages: 1, overlap: 10 } };
	const workflow = await ActiveWorkflow.activated(world, LIFE, { parameters });
	const refuse = (path: string | RegExp) => sandbox.faults.add({ path, times: 11, ...REFUSED });
	const expected: string[] = [];
	let time = start + 10 * MINUTE;

	for (const each of steps) {
		if (each.does === 'arrive') {
			const { direction, messageType, laterMs, lateMs } = each;
			time += laterMs;
			const dateAdded = time - lateMs;
			const { id } = sandbox.state.addMessage({
				...{ conversationId, messageType, dateAdded },
				direction: direction as 'inbound',
			});
			if (direction === 'inbound' && messageType !== 'TYPE_ACTIVITY_INVOICE') expected.push(id);
			continue;
		}
		if (each.does === 'refused') refuse(EXPORT_PATH);
		if (each.does === 'halfway') refuse(/\/messages$/);
		workflow.dies = each.does === 'dies';
		if (each.does !== 'restart') await workflow.poll();
		if (each.does === 'dies' || each.does === 'restart') workflow.restart();
		workflow.dies = false;
		sandbox.faults.clear();
	}
	let polls = 0;
	while ((await workflow.poll()).length > 0 && polls <= expected.length) polls++;
	return { expected, workflow };
}

it('hands on every message that matches exactly once, whatever happens', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
			const { expected, workflow } = await live(steps);
			expect(workflow.errors).toEqual([]);
			expect([...workflow.ids].sort()).toEqual([...expected].sort());
			// Never more than the limit in one start.
			expect(Math.max(0, ...workflow.starts.map(({ length }) => length))).toBeLessThanOrEqual(2);
		}),
		{ numRuns: 40 },
	);
});

import { createHash } from 'node:crypto';

import {
	joined,
	take,
	type Taken,
} from '../../../nodes/HighLevelConversationsWebhookTrigger/taken';
import { lasting } from '../../support/lasting';
import { upTo } from '../fixtures';
import { startWorld } from '../harness';
import type { WebhookWorkflow } from '../harness/webhookWorkflow';
import { webhooksOf } from './webhooks';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const world = lasting(async () => await startWorld());
const { active, deliver } = webhooksOf(world);

/** What the node has n8n save. */
const takenBy = ({ saved }: WebhookWorkflow) =>
	(saved['node:HighLevel'] as unknown as { taken: Taken }).taken;

describe('what is remembered', () => {
	const printOf = (index: number) =>
		createHash('sha256').update(String(index)).digest('base64url').slice(0, 8);

	/** Events spread over the time until now. */
	const filled = (events: number, ms: number): Taken => {
		const taken: Taken = {};
		for (const index of upTo(events)) {
			take(taken, printOf(index), Date.now() - ms + ((index + 1) * ms) / events);
		}
		return taken;
	};

	it('stays small: 10,000 events a day over three days', async () => {
		const workflow = await active();
		workflow.saved = { 'node:HighLevel': { taken: filled(30_000, 3 * DAY) as never } };
		await deliver(workflow);
		const bytes = JSON.stringify(workflow.saved).length;
		expect(bytes).toBeGreaterThan(30_000 * 8);
		expect(bytes).toBeLessThan(245_000);
		expect(workflow.starts).toHaveLength(1);
	});

	it('covers the longest age, to the hour, and nothing older', async () => {
		const workflow = await active();
		workflow.saved = { 'node:HighLevel': { taken: filled(1000, 10 * DAY) as never } };
		await deliver(workflow);
		const hours = Object.keys(takenBy(workflow)).map(Number);
		const oldest = Date.now() - Math.min(...hours) * HOUR;
		expect(oldest).toBeGreaterThan(3 * DAY - HOUR);
		expect(oldest).toBeLessThan(3 * DAY + 2 * HOUR);
	});

	it('forgets the oldest beyond 100,000', () => {
		const kept = Object.values(joined(filled(120_000, 3 * DAY), {}, 0)).join('');
		expect(kept).toHaveLength(100_000 * 8);
		expect(kept).toContain(printOf(119_999));
		expect(kept).not.toContain(printOf(0));
	});

	it('is what two processes took, together', () => {
		const hour = Math.floor(Date.now() / HOUR);
		const one = { [hour]: 'AAAAAAAABBBBBBBB' };
		expect(joined(one, { [hour]: 'AAAAAAAACCCCCCCC' }, 0)).toEqual({
			[hour]: 'AAAAAAAABBBBBBBBCCCCCCCC',
		});
		expect(joined(one, { [hour]: 'AAAAAAAA' }, 0)).toEqual(one);
	});
});

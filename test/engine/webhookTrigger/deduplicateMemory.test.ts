import { FingerprintSet, type PackedFingerprints } from '../../../nodes/shared/fingerprintSet';
import { upTo } from '../fixtures';
import { useTestEnv } from '../harness';
import type { WebhookWorkflow } from '../harness/webhookWorkflow';
import { webhooksOf } from './webhooks';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const testEnv = useTestEnv();
const { active, deliver } = webhooksOf(testEnv);

/** The static data that the node saves. */
const seenBy = ({ saved }: WebhookWorkflow) =>
	(saved['node:HighLevel'] as unknown as { seen: PackedFingerprints }).seen;

describe('saved events', () => {
	/** Adds IDs spread over the time until now. */
	const filled = (ids: number, ms: number): { 'node:HighLevel': { seen: never } } => {
		const seen = new FingerprintSet(HOUR, Infinity);
		for (const index of upTo(ids)) {
			seen.add(String(index), Date.now() - ms + ((index + 1) * ms) / ids);
		}
		return { 'node:HighLevel': { seen: seen.toJSON() as never } };
	};

	it('need little space: 5,000 messages a day for three days', async () => {
		const workflow = await active();
		workflow.saved = filled(30_000, 3 * DAY);
		await deliver(workflow);
		const bytes = JSON.stringify(workflow.saved).length;
		expect(bytes).toBeGreaterThan(30_000 * 8);
		expect(bytes).toBeLessThan(245_000);
		expect(workflow.starts).toHaveLength(1);
	});

	it('cover the maximum age, by the hour, and nothing older', async () => {
		const workflow = await active();
		workflow.saved = filled(1000, 10 * DAY);
		await deliver(workflow);
		const hours = Object.keys(seenBy(workflow)).map(Number);
		const oldest = Date.now() - Math.min(...hours) * HOUR;
		expect(oldest).toBeGreaterThan(3 * DAY - HOUR);
		expect(oldest).toBeLessThan(3 * DAY + 2 * HOUR);
	});

	it('are limited to the newest 100,000', async () => {
		const workflow = await active();
		workflow.saved = filled(120_000, 2 * DAY);
		await deliver(workflow, 'InboundMessage', undefined, { webhookId: '119999' });
		expect(workflow.starts).toHaveLength(0);
		await deliver(workflow, 'InboundMessage', undefined, { webhookId: '0' });
		expect(workflow.starts).toHaveLength(1);
		expect(Object.values(seenBy(workflow)).join('')).toHaveLength(100_002 * 8);
	});

	it('are merged from two processes', async () => {
		const workflow = await active();
		await deliver(workflow, 'InboundMessage', undefined, { webhookId: 'here' });
		const here = structuredClone(workflow.saved);
		workflow.saved = {};
		workflow.restart();
		await deliver(workflow, 'InboundMessage', undefined, { webhookId: 'there' });
		workflow.saved = here;
		for (const webhookId of ['here', 'there', 'new']) {
			await deliver(workflow, 'InboundMessage', undefined, { webhookId });
		}
		expect(workflow.starts).toHaveLength(3);
	});

	it('are ignored if they cannot be read', async () => {
		const workflow = await active();
		for (const seen of [null, 'text', [1], { x: 'AAAAAAAA' }, { 1: 7 }]) {
			workflow.saved = { 'node:HighLevel': { seen: seen as never } };
			workflow.restart();
			await deliver(workflow);
		}
		expect(workflow.starts).toHaveLength(5);
		expect(workflow.errors).toEqual([]);
	});
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { triggerOutputs, startedBy, switchOff, switchOn } from '../support/activeWorkflows';
import { node } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const DAY = 86_400_000;

/** The webhook trigger in active workflows. */
export function webhookTrigger(testEnv: () => TestEnv): void {
	/** An active workflow, and deliveries to it, each answered with a status. */
	async function active() {
		const { n8n, sandbox } = testEnv();
		const webhookId = randomUUID();
		const workflow = startedBy(
			node(
				'Trigger',
				`${PACKAGE_NAME}.highLevelConversationsWebhookTrigger`,
				{ events: ['InboundMessage'], publicKey: sandbox.webhooks.publicKey },
				{ webhookId },
			),
		);
		await switchOn(testEnv(), workflow);
		const url = `${n8n.url}/webhook/${webhookId}/webhook`;
		const deliver = async (body: string, options: object = {}) => {
			const payload = { direction: 'inbound', body };
			const { webhooks } = testEnv().sandbox;
			return (await webhooks.deliver(url, 'InboundMessage', payload, options)).status;
		};
		const bodies = async (count: number) => {
			const events = (await triggerOutputs(testEnv(), workflow, count, 30)).flat();
			return events.map(({ body }) => body).sort();
		};
		return { workflow, deliver, bodies };
	}

	const sent = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY).toISOString();

	describe('webhook trigger', () => {
		test('starts once for each signed event, and for no others', async () => {
			const { workflow, deliver, bodies } = await active();
			expect(await deliver('unsigned', { unsigned: true })).toBe(401);
			expect(await deliver('altered', { tamper: true })).toBe(401);
			expect(await deliver('Grüße 👋', { webhookId: 'once' })).toBe(200);
			expect(await deliver('Grüße 👋', { webhookId: 'once' })).toBe(200);
			expect(await deliver('last')).toBe(200);
			const started = await bodies(2);
			await switchOff(testEnv(), workflow);
			expect(started).toEqual(['Grüße 👋', 'last']);
		});

		test('accepts events that HighLevel redelivers after days, once, also after restarts of n8n', async () => {
			const { workflow, deliver, bodies } = await active();
			const before = { webhookId: 'before', timestamp: sent(0.1) };
			const missed = { webhookId: 'missed', timestamp: sent(2.5) };
			expect(await deliver('before', before)).toBe(200);
			await testEnv().restart();
			expect(await deliver('missed', missed)).toBe(200);
			expect(await deliver('before', before)).toBe(200);
			await testEnv().restart();
			expect(await deliver('missed', missed)).toBe(200);
			expect(await deliver('too old', { timestamp: sent(4) })).toBe(200);
			expect(await deliver('last')).toBe(200);
			const started = await bodies(3);
			await switchOff(testEnv(), workflow);
			expect(started).toEqual(['before', 'last', 'missed']);
		}, 300_000);

		test('does not answer 200 if n8n could not start the workflow, and accepts the event when it is redelivered', async () => {
			const folder = mkdtempSync(join(tmpdir(), 'highlevel-hook-'));
			const stuck = join(folder, 'stuck');
			const hooks = join(folder, 'hooks.js');
			writeFileSync(
				hooks,
				`const { existsSync } = require('node:fs');
				const refuse = async () => {
					if (existsSync(${JSON.stringify(stuck)})) throw new Error('The database is away');
				};
				module.exports = { workflow: { preExecute: [refuse] } };`,
			);
			const { workflow, deliver, bodies } = await active();
			await testEnv().restart({ EXTERNAL_HOOK_FILES: hooks });
			writeFileSync(stuck, '');
			expect(await deliver('kept', { webhookId: 'kept' })).toBe(500);
			rmSync(stuck);
			expect(await deliver('kept', { webhookId: 'kept' })).toBe(200);
			expect(await deliver('kept', { webhookId: 'kept' })).toBe(200);
			expect(await deliver('last')).toBe(200);
			const started = await bodies(2);
			await switchOff(testEnv(), workflow);
			await testEnv().restart();
			rmSync(folder, { recursive: true });
			expect(started).toEqual(['kept', 'last']);
		}, 300_000);
	});
}

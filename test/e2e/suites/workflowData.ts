/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SEED, wavChunks } from '../../../sandbox';
import {
	connect,
	chain,
	finished,
	highLevel,
	items,
	itemsOf,
	jsonOf,
	node,
	runByHand,
	start,
} from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const set = (name: string, value: string) =>
	node(
		name,
		'n8n-nodes-base.set',
		{ assignments: { assignments: [{ id: '1', name: 'linked', type: 'string', value }] } },
		{ typeVersion: 3.4 },
	);

/** Items, files, errors and Stop in workflows of a running n8n. */
export function workflowData(testEnv: () => TestEnv): void {
	describe('workflow data', () => {
		test('links each result to its input item for an expression in a later node', async () => {
			const contacts = [SEED.contactId, SEED.emailContactId];
			const found = highLevel('Find', {
				...{ resource: 'search', operation: 'searchConversations', returnAll: true },
				filters: { contactId: '={{ $json.contactId }}' },
			});
			const workflow = chain(
				items(
					'Contacts',
					contacts.map((contactId, index) => ({ contactId, mark: `m${index}` })),
				),
				found,
				set('Linked', "={{ $('Contacts').item.json.mark }} {{ $json.contactId }}"),
			);
			const { status, data } = await runByHand(testEnv().client, workflow);
			expect(status).toBe('success');
			const linked = jsonOf(data, 'Linked').map((json) => json.linked);
			expect(new Set(linked)).toEqual(new Set(contacts.map((id, index) => `m${index} ${id}`)));
		});

		test('passes a recording on as a file, and uploads it byte by byte', async () => {
			const { sandbox, client } = testEnv();
			const { status, data } = await runByHand(
				client,
				chain(
					highLevel('Recording', {
						...{ resource: 'message', operation: 'getRecording', messageId: SEED.callMessageId },
					}),
					highLevel('Upload', {
						...{ resource: 'upload', operation: 'uploadFile' },
						conversationId: { __rl: true, mode: 'id', value: SEED.conversationId },
					}),
				),
			);
			expect(status).toBe('success');
			const [{ binary }] = itemsOf(data, 'Recording');
			expect(binary?.data).toMatchObject({
				fileName: `call-${SEED.callMessageId}.wav`,
				mimeType: 'audio/x-wav',
			});
			const { bytes } = sandbox.state.recordings.get(SEED.callMessageId) ?? { bytes: 0 };
			const hash = createHash('sha256');
			for (const chunk of typeof bytes === 'number' ? wavChunks(bytes) : [bytes])
				hash.update(chunk);
			const upload = sandbox.requests.find(({ path }) => path.endsWith('/messages/upload'));
			expect(upload?.body).toMatchObject({
				files: [{ field: 'fileAttachment', sha256: hash.digest('hex') }],
			});
		});

		test('sends a failed item to the error output, and the others to the main output', async () => {
			const send = highLevel(
				'Send',
				{
					...{ resource: 'message', operation: 'send', type: 'SMS', message: 'Hello' },
					contactId: '={{ $json.contactId }}',
				},
				{ onError: 'continueErrorOutput' },
			);
			const contacts = [SEED.contactId, SEED.dndContactId, SEED.newContactId];
			const workflow = chain(
				items(
					'Contacts',
					contacts.map((contactId) => ({ contactId })),
				),
				send,
			);
			workflow.nodes.push(set('Failed', "={{ $('Contacts').item.json.contactId }}"));
			connect(workflow, 'Send', 'Failed', { output: 1 });
			const { status, data } = await runByHand(testEnv().client, workflow);
			expect(status).toBe('success');
			expect(jsonOf(data, 'Send', 0)).toHaveLength(2);
			expect(JSON.stringify(jsonOf(data, 'Send', 1))).toContain('DND is active for SMS');
			expect(jsonOf(data, 'Failed').map((json) => json.linked)).toEqual([SEED.dndContactId]);
		});

		test('stops a long export within a second', async () => {
			const { sandbox, client } = testEnv();
			const { state } = sandbox;
			for (let i = 0; i < 20_000; i++) {
				state.addMessage({
					conversationId: SEED.conversationId,
					body: `Old ${i}`,
					dateAdded: 1e12 + i,
				});
			}
			sandbox.faults.add({ path: /\/messages\/export$/, times: Infinity, delayMs: 250 });
			const workflow = chain(
				highLevel('Export', { resource: 'message', operation: 'export', returnAll: true }),
			);
			const id = await start(client, workflow);
			for (let i = 0; i < 100 && sandbox.requests.length < 4; i++) await sleep(50);
			expect(sandbox.requests.length).toBeGreaterThanOrEqual(4);
			await client.request('POST', `/executions/${id}/stop`, {});
			await sleep(1000);
			const afterOneSecond = sandbox.requests.length;
			expect((await finished(client, id)).status).toBe('canceled');
			await sleep(2000);
			expect(sandbox.requests.length).toBe(afterOneSecond);
			expect(afterOneSecond).toBeLessThan(20);
		});
	});
}

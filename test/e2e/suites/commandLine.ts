import { executeWorkflow, importInto } from '../../../n8n/commands';
import { SEED } from '../../../sandbox';
import { chain, highLevel, itemsOf, jsonOf, node } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const conversationId = { __rl: true, mode: 'id', value: SEED.conversationId };

/** An operation of each resource, run by n8n's command line. */
export function commandLine(testEnv: () => TestEnv): void {
	test('`n8n execute` runs every resource', async () => {
		const { cli, sandbox } = testEnv();
		const workflow = chain(
			highLevel('Conversation', { resource: 'conversation', operation: 'get', conversationId }),
			highLevel('Message', {
				...{ resource: 'message', operation: 'getAll', returnAll: false, limit: 1 },
				conversationId,
			}),
			highLevel('Preference', { resource: 'preference', operation: 'getAllSubtypes' }),
			highLevel(
				'Search',
				{ resource: 'search', operation: 'searchConversations', returnAll: false, limit: 1 },
				{ executeOnce: true },
			),
			node(
				'File',
				'n8n-nodes-base.convertToFile',
				{ operation: 'toText', sourceProperty: 'id', options: { fileName: 'id.txt' } },
				{ typeVersion: 1.1 },
			),
			highLevel('Upload', { resource: 'upload', operation: 'uploadFile', conversationId }),
		);
		await importInto(cli, 'workflow', [workflow]);
		const { data } = await executeWorkflow(cli, workflow.id);
		expect(jsonOf(data, 'Conversation')).toEqual([
			expect.objectContaining({ id: SEED.conversationId, contactId: SEED.contactId }),
		]);
		expect(jsonOf(data, 'Message')).toHaveLength(1);
		expect(
			jsonOf(data, 'Preference')
				.map(({ name }) => name)
				.sort(),
		).toEqual(['Check-up reminders', 'Newsletter']);
		expect(jsonOf(data, 'Search')).toHaveLength(1);
		expect(itemsOf(data, 'Upload')).toHaveLength(1);
		expect(sandbox.requests.every(({ status }) => (status ?? 0) < 300)).toBe(true);
	});
}

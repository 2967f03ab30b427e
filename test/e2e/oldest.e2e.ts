/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeWorkflow, importInto, n8nCommand } from '../../n8n/commands';
import { sandboxCredential } from '../../n8n/credential';
import { installPackage, packPackage } from '../../n8n/tarball';
import { PINNED } from '../../n8n/paths';
import { freePort } from '../../n8n/ports';
import { SEED, startSandbox } from '../../sandbox';
import { asking } from './support/answering';
import { chain, highLevel, jsonOf } from './support/workflows';

test('the packed package runs in the oldest n8n it supports', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'highlevel-oldest-'));
	const sandbox = await startSandbox();
	try {
		const settings = {
			installation: join(PINNED, 'oldest'),
			userFolder: join(folder, 'user'),
			port: await freePort(),
			brokerPort: await freePort(),
		};
		const { stdout } = await n8nCommand(settings, ['--version']);
		expect(stdout.trim()).toMatch(/^1\.85\./);
		await installPackage(settings.userFolder, await packPackage(folder));
		await importInto(settings, 'credentials', [sandboxCredential(sandbox)]);
		const conversationId = { __rl: true, mode: 'id', value: SEED.conversationId };
		const workflow = chain(
			highLevel('Messages', {
				...{ resource: 'message', operation: 'getAll', returnAll: true },
				conversationId,
			}),
			highLevel(
				'Send',
				{
					...{ resource: 'message', operation: 'send', type: 'SMS' },
					contactId: { __rl: true, mode: 'phoneOrEmail', value: '+1 202 555 0101' },
					message: "={{ 'You wrote ' + $('Messages').all().length + ' times.' }}",
				},
				{ executeOnce: true },
			),
		);
		await importInto(settings, 'workflow', [workflow]);
		const { data } = await executeWorkflow(settings, workflow.id);
		const inConversation = [...sandbox.state.messages.values()].filter(
			(message) => message.conversationId === SEED.conversationId,
		);
		// The last of them is the one that was sent.
		expect(jsonOf(data, 'Messages')).toHaveLength(inConversation.length - 1);
		expect(jsonOf(data, 'Send')).toEqual([
			expect.objectContaining({ conversationId: SEED.conversationId }),
		]);

		// It signs no links to answer by, so nothing may be asked.
		const before = sandbox.requests.length;
		const asks = chain(asking());
		await importInto(settings, 'workflow', [asks]);
		await expect(executeWorkflow(settings, asks.id)).rejects.toThrow(
			"This version of n8n is too old for 'Send and Wait for Response'",
		);
		expect(sandbox.requests).toHaveLength(before);
	} finally {
		await sandbox.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}, 240_000);

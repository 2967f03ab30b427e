/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient } from '../../../n8n/client';
import { importInto } from '../../../n8n/commands';
import { sandboxCredential } from '../../../n8n/credential';
import type { N8nSettings } from '../../../n8n/environment';
import { startN8n } from '../../../n8n/instance';
import type { N8n } from '../../../n8n/instance';
import { newOwner } from '../../../n8n/owner';
import type { Owner } from '../../../n8n/owner';
import { installPackage, packPackage } from '../../../n8n/tarball';
import { PINNED } from '../../../n8n/paths';
import { freePort } from '../../../n8n/ports';
import { startSandbox } from '../../../sandbox';
import type { Sandbox } from '../../../sandbox';

/** A new n8n with the packed package, and a sandbox. */
export interface TestEnv {
	n8n: N8n;
	client: N8nClient;
	owner: Owner;
	sandbox: Sandbox;
	/** For n8n's command line: the same folder, other ports. */
	cli: N8nSettings;
	/** Restarts n8n with the same folder, with `extra` in its environment. */
	restart(extra?: Record<string, string>): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Packs the built package, installs the tarball into a new n8n folder, and starts n8n and a sandbox.
 * @param installation of the n8n to start; the pinned one by default
 */
export async function startTestEnv(installation = PINNED): Promise<TestEnv> {
	const folder = mkdtempSync(join(tmpdir(), 'highlevel-e2e-'));
	const userFolder = join(folder, 'user');
	const sandbox = await startSandbox();
	try {
		await installPackage(userFolder, await packPackage(folder));
		const owner = newOwner();
		const base = { installation, userFolder, owner };
		const cli = { ...base, port: await freePort(), brokerPort: await freePort() };
		await importInto(cli, 'credentials', [sandboxCredential(sandbox)]);
		const settings = { ...base, port: await freePort(), brokerPort: await freePort() };
		const n8n = await startN8n(settings);
		const restart = async (extra: Record<string, string> = {}) => {
			await testEnv.n8n.stop();
			testEnv.n8n = await startN8n({ ...settings, extra });
		};
		const stop = async () => {
			await testEnv.n8n.stop();
			await sandbox.stop();
			rmSync(folder, { recursive: true, force: true });
		};
		const client = await N8nClient.signIn(n8n.url, owner);
		const testEnv: TestEnv = { n8n, client, owner, sandbox, cli, restart, stop };
		return testEnv;
	} catch (error) {
		await sandbox.stop();
		rmSync(folder, { recursive: true, force: true });
		throw error;
	}
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** The only file that uses n8n-core. It has no public API, so its version is pinned, and this file is adapted to new ones. */
import { settingsFolder } from './settings'; // stands first: n8n-core reads the settings while it loads
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';

import type * as Di from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ErrorReporter,
	InstanceSettings,
	PollTriggerExecutor,
} from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';

import { MemoryLogger } from './memoryLogger';

export {
	DirectoryLoader,
	ExecuteContext,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	HookContext,
	LoadOptionsContext,
	PollContext,
	RoutingNode,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
export type { BinaryDataService };

type CoreLogger = ConstructorParameters<typeof BinaryDataService>[2];

// n8n-core's own versions; other packages install different ones.
const requireFromCore = createRequire(require.resolve('n8n-core'));
const { Container } = requireFromCore('@n8n/di') as typeof Di;
const { Logger } = requireFromCore('@n8n/backend-common') as { Logger: new () => CoreLogger };

/** The log of n8n and the node in this process. */
export const memoryLogger = new MemoryLogger();
Container.set<unknown>(Logger, memoryLogger);
LoggerProxy.init(memoryLogger);

// Read once and cached, so the folder can be removed.
Container.get(InstanceSettings);
rmSync(settingsFolder, { recursive: true });

/** The function that n8n calls at every tick of a polling trigger. */
export const pollExecutor = (): PollTriggerExecutor => Container.get(PollTriggerExecutor);

/**
 * Sets the store of binary data of this process.
 *
 * @param folder the folder for files; without it, the bytes stay in the items as base64
 */
export async function useBinaryStore(folder?: string): Promise<BinaryDataService> {
	const config = Container.get(BinaryDataConfig);
	const store = new BinaryDataService(config, Container.get(ErrorReporter), Container.get(Logger));
	if (folder !== undefined) {
		config.mode = 'filesystem';
		config.localStoragePath = folder;
		await store.init();
	}
	Container.set(BinaryDataService, store);
	return store;
}

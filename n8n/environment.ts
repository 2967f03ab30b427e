/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { delimiter, dirname } from 'node:path';
import { nodeOf } from './paths';
import type { Owner } from './owner';

export interface N8nSettings {
	/** Folder with n8n and its Node in node_modules. */
	installation: string;
	/** N8N_USER_FOLDER, with database, keys and community packages in `.n8n`. */
	userFolder: string;
	/** Port of the editor and the REST API. */
	port: number;
	/** Port between n8n and its task runner. */
	brokerPort: number;
	owner?: Owner;
	/** Additional variables; they override the ones set here. */
	extra?: Record<string, string>;
}

/** Variables of the user's own n8n (database, keys, hooks), which must not apply to this one. */
const FOREIGN =
	/^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|CREDENTIALS|WORKFLOWS|ENDPOINTS?|NODES?|EXTERNAL|OFFLOAD)_|^NODE_OPTIONS$/;

/** @returns the environment of an n8n process: loopback only, own folder, no telemetry. */
export function n8nEnvironment(settings: N8nSettings): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
	return {
		...Object.fromEntries(own),
		PATH: dirname(nodeOf(settings.installation)) + delimiter + (process.env.PATH ?? ''),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(settings.port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'instance-ai,mcp-registry',
		N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
		...(settings.owner ? ownerEnvironment(settings.owner) : {}),
		...settings.extra,
	};
}

function ownerEnvironment(owner: Owner): Record<string, string> {
	return {
		N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
		N8N_INSTANCE_OWNER_EMAIL: owner.email,
		N8N_INSTANCE_OWNER_FIRST_NAME: 'Demo',
		N8N_INSTANCE_OWNER_LAST_NAME: 'User',
		N8N_INSTANCE_OWNER_PASSWORD_HASH: owner.passwordHash,
	};
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { parseArgs } from 'node:util';

import { SEED, startSandbox } from './index';

const HELP = `Usage: npm run sandbox -- [options]

  --port <n>        port on 127.0.0.1 (environment: SANDBOX_PORT; default 4010)
  --rate-limit <n>  requests per 10 seconds, 0 for no limit (SANDBOX_RATE_LIMIT; default 100)
  --latency <ms>    added to every reply (SANDBOX_LATENCY; default 0)
  --empty           start without the seeded inbox
`;

const { env } = process;
const { values } = parseArgs({
	options: {
		port: { type: 'string', default: env.SANDBOX_PORT ?? '4010' },
		'rate-limit': { type: 'string', default: env.SANDBOX_RATE_LIMIT ?? '100' },
		latency: { type: 'string', default: env.SANDBOX_LATENCY ?? '0' },
		empty: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});

async function main(): Promise<void> {
	if (values.help) return console.log(HELP);
	const max = Number(values['rate-limit']);
	const sandbox = await startSandbox({
		port: Number(values.port),
		rateLimit: max === 0 ? false : { max },
		latencyMs: Number(values.latency),
		seed: !values.empty,
	});
	const { url, token, tokens, locationId, oauth, webhooks } = sandbox;
	console.log(`HighLevel sandbox: ${url}

Location ID      ${locationId}
Access token     ${token}
  read only      ${tokens.readOnly}
  no scopes      ${tokens.noScopes}
  other location ${tokens.otherLocation}
OAuth client     ${oauth.clientId} / ${oauth.clientSecret}
  authorize at   ${url}/v2/oauth/chooselocation
  token at       ${url}/oauth/token
Webhook key      ${webhooks.publicKey}
Conversation     ${SEED.conversationId} (contact ${SEED.contactId})

curl -H 'Authorization: Bearer ${token}' -H 'Version: 2021-04-15' \\
  '${url}/conversations/search?locationId=${locationId}&limit=3'

Stop with Ctrl+C.`);
	const stop = () => void sandbox.stop();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((failure: unknown) => {
	console.error(failure instanceof Error ? failure.message : failure);
	process.exitCode = 1;
});

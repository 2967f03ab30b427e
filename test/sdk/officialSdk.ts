import { HighLevel } from '@gohighlevel/api-client';

import type { RecordedRequest, Sandbox } from '../../sandbox';

type Conversations = HighLevel['conversations'];
/** What an SDK call takes to go to the sandbox and not to HighLevel. */
export type Config = { baseURL: string };

/**
 * The official SDK with the sandbox's token. `run` tells what a call sent, and what it came to.
 *
 * @param apiVersion the Version header; the SDK's own where undefined
 */
export function sdkFor({ url, token, requests }: Sandbox, apiVersion?: string) {
	const sdk = new HighLevel({ privateIntegrationToken: token, apiVersion, logLevel: 'none' });
	return async function run(call: (sdk: Conversations, config: Config) => Promise<unknown>) {
		const before = requests.length;
		const [outcome] = await Promise.allSettled([call(sdk.conversations, { baseURL: url })]);
		return { outcome, requests: requests.slice(before) };
	};
}

/** All that makes a request, without the headers. */
export const shape = ({ method, path, query, body }: RecordedRequest) => ({
	method,
	path,
	query,
	body,
});

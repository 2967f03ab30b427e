import { HighLevel } from '@gohighlevel/api-client';

import type { RecordedRequest, Sandbox } from '../../sandbox';

type Conversations = HighLevel['conversations'];
/** Options of an SDK call that send it to the sandbox. */
export type Config = { baseURL: string };

/**
 * The official SDK with the sandbox's token. `run` returns a call's requests and result.
 *
 * @param apiVersion the Version header; the SDK's default if undefined
 */
export function sdkFor({ url, token, requests }: Sandbox, apiVersion?: string) {
	const sdk = new HighLevel({ privateIntegrationToken: token, apiVersion, logLevel: 'none' });
	return async function run(call: (sdk: Conversations, config: Config) => Promise<unknown>) {
		const before = requests.length;
		const [outcome] = await Promise.allSettled([call(sdk.conversations, { baseURL: url })]);
		return { outcome, requests: requests.slice(before) };
	};
}

/** A request without its headers. */
export const shape = ({ method, path, query, body }: RecordedRequest) => ({
	method,
	path,
	query,
	body,
});

import { HighLevel } from '@gohighlevel/api-client';

import type { RecordedRequest } from '../../sandbox';
import { useTestEnv } from '../engine/harness';

type Conversations = HighLevel['conversations'];
/** Options of an SDK call that send it to the sandbox. */
export type Config = { baseURL: string };

/** A test environment that all tests of a file share, and a function that calls the official SDK for its sandbox. */
export function useSdk() {
	const testEnv = useTestEnv();
	/**
	 * Calls the SDK with the sandbox's token. Returns the call's requests and result.
	 *
	 * @param apiVersion the Version header; with null, the SDK's own default
	 */
	const callSdk = async (
		call: (sdk: Conversations, config: Config) => Promise<unknown>,
		apiVersion: string | null = '2021-04-15',
	) => {
		const { url, token, requests } = testEnv.sandbox;
		const sdk = new HighLevel({
			privateIntegrationToken: token,
			apiVersion: apiVersion ?? undefined,
			logLevel: 'none',
		});
		const before = requests.length;
		const [outcome] = await Promise.allSettled([call(sdk.conversations, { baseURL: url })]);
		return { outcome, requests: requests.slice(before) };
	};
	return { testEnv, callSdk };
}

/** A request without its headers. */
export const withoutHeaders = ({ method, path, query, body }: RecordedRequest) => ({
	method,
	path,
	query,
	body,
});

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { getConversation, SEND_PATH, sendSms, upTo } from '../fixtures';
import { useTestEnv } from '../harness';
import { run } from '../harness/run';

const NAME = 'highLevelConversationsOAuth2Api';
const OAUTH2 = { authentication: 'oAuth2' };
const testEnv = useTestEnv();

/**
 * Runs the node with tokens that another n8n process has just refreshed. The new tokens are saved at the given read
 * of the stored credential after the rejection; before that, the old ones are read.
 */
function heldTokens(savedAtReading: number) {
	const { oauth } = testEnv.sandbox;
	const old = oauth.issueTokens();
	oauth.expireAccessTokens();
	const { json: renewed } = oauth.exchange({
		...{ grant_type: 'refresh_token', refresh_token: old.refresh_token },
		...{ client_id: oauth.clientId, client_secret: oauth.clientSecret },
	});
	const base = testEnv.base({ oauthTokenData: old as unknown as IDataObject });
	const { store } = base;
	let readings = Number.NEGATIVE_INFINITY;
	testEnv.sandbox.faults.add({
		path: '/oauth/token',
		when: () => {
			readings = Math.max(readings, 0);
			return false;
		},
	});
	const getDecrypted = store.getDecrypted.bind(store);
	store.getDecrypted = async (...args) => {
		if (++readings === savedAtReading) {
			const saved = { ...store.values.get(NAME), oauthTokenData: renewed };
			store.values.set(NAME, saved as ICredentialDataDecryptedObject);
		}
		return await getDecrypted(...args);
	};
	return base;
}

const sent = () =>
	[...testEnv.sandbox.state.messages.values()].filter(({ body }) => body === 'Hello');

describe('tokens refreshed by another process', () => {
	it.each([1, 2])('are used once they are saved, at read %d', async (reading) => {
		const result = await run(heldTokens(reading), { parameters: sendSms(OAUTH2) });
		expect(result.error).toBeUndefined();
		expect(sent()).toHaveLength(1);
		const calls = testEnv.sandbox.requests.filter(({ path }) => path === SEND_PATH);
		expect(calls.map(({ status }) => status)).toEqual([401, 200]);
	});

	it('are used by all pending requests', async () => {
		const items = upTo(5).map((index) => ({ index }));
		const result = await run(heldTokens(1), { parameters: getConversation(OAUTH2), items });
		expect(result.error).toBeUndefined();
		expect(result.json).toHaveLength(5);
	});

	it('are awaited for a limited time; then the credential has to be reconnected', async () => {
		const result = await run(heldTokens(Number.NaN), { parameters: sendSms(OAUTH2) });
		expect(result.error?.message).toBe(
			'The connection to HighLevel has expired [item 0 (the 1st)]',
		);
		expect(testEnv.sandbox.requests.map(({ status }) => status)).toEqual([401, 400]);
		expect(sent()).toEqual([]);
	});
});

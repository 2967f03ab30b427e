import type { IDataObject } from 'n8n-workflow';

import { exportMessages, getConversation, SEND_PATH, sendSms, uploadFile, upTo } from '../fixtures';
import { waitFor } from '../../support/waitFor';
import { useTestEnv, type TestEnv } from '../harness';

const testEnv = useTestEnv();
let tokens: IDataObject;
beforeEach(() => {
	tokens = testEnv.sandbox.oauth.issueTokens();
});

const oAuth2 = { authentication: 'oAuth2' };
const signedIn = (more: IDataObject = {}) => ({ oauthTokenData: tokens, ...more });
type Outcome = Awaited<ReturnType<TestEnv['run']>>;
const apiCalls = ({ requests }: Outcome) => requests.filter(({ path }) => path !== '/oauth/token');
const renewals = ({ requests }: Outcome) => requests.filter(({ path }) => path === '/oauth/token');

it('sends the OAuth 2 token and the User-Agent of the credential', async () => {
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		credentials: signedIn({ userAgent: 'my-n8n/1.0' }),
	});
	expect(result.error).toBeUndefined();
	expect(
		result.requests.map(({ headers }) => [headers.authorization, headers['user-agent']]),
	).toEqual([[`Bearer ${String(tokens.access_token)}`, 'my-n8n/1.0']]);
});

it('rejects a User-Agent with a line break before anything is sent', async () => {
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		credentials: signedIn({ userAgent: 'my-n8n\r\nX-Other: 1' }),
	});
	expect(result.error?.message).toMatch(/'User-Agent' contains a line break/);
	expect(result.requests).toEqual([]);
});

it('uses the location of the token response, or the one that is set in the credential', async () => {
	const parameters = exportMessages({ ...oAuth2, limit: 10 });
	const granted = await testEnv.run({ parameters, credentials: signedIn({ locationId: '' }) });
	expect(granted.requests[0].query.locationId).toBe(tokens.locationId);
	const byHand = await testEnv.run({
		parameters,
		credentials: signedIn({ locationId: testEnv.sandbox.otherLocationId }),
	});
	expect(byHand.requests[0].query.locationId).toBe(testEnv.sandbox.otherLocationId);
	expect(byHand.error).toMatchObject({ httpCode: '403' });
});

it('refreshes an expired token once for three parallel requests, with the client in the form', async () => {
	const { faults, oauth, requests } = testEnv.sandbox;
	oauth.expireAccessTokens();
	// The new token is only issued when all three have arrived with the old one.
	faults.add({ path: '/oauth/token', until: async () => await waitFor(() => requests.length > 3) });
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		items: upTo(3).map((index) => ({ index })),
		credentials: signedIn(),
	});
	expect(result.error).toBeUndefined();
	expect(result.json).toHaveLength(3);
	expect(apiCalls(result).map(({ status }) => status)).toEqual([401, 401, 401, 200, 200, 200]);
	expect(testEnv.sandbox.oauth.refreshes).toBe(1);
	expect(renewals(result).map(({ body }) => body)).toEqual([
		{
			grant_type: 'refresh_token',
			refresh_token: tokens.refresh_token,
			client_id: testEnv.sandbox.oauth.clientId,
			client_secret: testEnv.sandbox.oauth.clientSecret,
		},
	]);
	expect(renewals(result)[0].headers.authorization).toBeUndefined();
});

it('keeps the User-Agent after a token refresh', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		credentials: signedIn({ userAgent: 'my-n8n/1.0' }),
	});
	expect(apiCalls(result).map(({ headers }) => headers['user-agent'])).toEqual([
		'my-n8n/1.0',
		'my-n8n/1.0',
	]);
});

it('sends a message once after a token refresh', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	const result = await testEnv.run({ parameters: sendSms(oAuth2), credentials: signedIn() });
	expect(result.error).toBeUndefined();
	expect(apiCalls(result).map(({ path, status }) => [path, status])).toEqual([
		[SEND_PATH, 401],
		[SEND_PATH, 200],
	]);
	const sent = [...testEnv.sandbox.state.messages.values()].filter(({ body }) => body === 'Hello');
	expect(sent).toHaveLength(1);
});

it('uploads a complete file after a token refresh', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	const file = await testEnv.file({ content: 'A small text', name: 'note.txt' });
	const result = await testEnv.run({
		parameters: uploadFile(oAuth2),
		items: [{ json: {}, binary: { data: file } }],
		credentials: signedIn(),
	});
	expect(result.error).toBeUndefined();
	const { files } = apiCalls(result)[1].body as { files: IDataObject[] };
	expect(files).toEqual([expect.objectContaining({ name: 'note.txt', size: 12 })]);
	expect(apiCalls(result).map(({ status }) => status)).toEqual([401, 200]);
});

it('asks to reconnect if the token cannot be refreshed, and does not retry', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	testEnv.sandbox.oauth.revokeRefreshTokens();
	const result = await testEnv.run({ parameters: sendSms(oAuth2), credentials: signedIn() });
	expect(result.error?.message).toBe('The connection to HighLevel has expired [item 0 (the 1st)]');
	expect(result.error?.description).toMatch(/reconnect/);
	expect(result.error?.description).not.toMatch(/may have been/i);
	expect(apiCalls(result)).toHaveLength(1);
	expect(renewals(result)).toHaveLength(1);
});

it('asks to reconnect if the client secret is wrong', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		credentials: signedIn({ clientSecret: 'no-longer' }),
	});
	expect(result.error?.message).toBe('The connection to HighLevel has expired [item 0 (the 1st)]');
});

it('reports that nothing was sent if the token endpoint is down', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	testEnv.sandbox.faults.add({ path: '/oauth/token', times: 9, status: 503, html: true });
	const result = await testEnv.run({ parameters: sendSms(oAuth2), credentials: signedIn() });
	expect(result.error?.message).toBe('Could not connect to HighLevel [item 0 (the 1st)]');
	expect(result.error?.description).toMatch(/could not be refreshed, so nothing was sent/);
	expect(result.error?.description).not.toMatch(/may have been/i);
	const sent = [...testEnv.sandbox.state.messages.values()].filter(({ body }) => body === 'Hello');
	expect(sent).toHaveLength(0);
});

it('does not report a message as possibly sent if the connection to the token endpoint was lost', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	testEnv.sandbox.faults.add({ path: '/oauth/token', times: 9, disconnect: 'before' });
	const result = await testEnv.run({ parameters: sendSms(oAuth2), credentials: signedIn() });
	expect(result.error?.message).toBe('Could not connect to HighLevel [item 0 (the 1st)]');
	expect(apiCalls(result)).toHaveLength(1);
});

it('refreshes the token only once if it is missing a scope', async () => {
	tokens = testEnv.sandbox.oauth.issueTokens(['conversations/message.write']);
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		credentials: signedIn(),
	});
	expect(result.error?.message).toBe('The token is missing a scope [item 0 (the 1st)]');
	expect(apiCalls(result)).toHaveLength(2);
	expect(renewals(result)).toHaveLength(1);
});

it('keeps tokens and secrets out of messages and logs', async () => {
	testEnv.sandbox.oauth.expireAccessTokens();
	testEnv.sandbox.oauth.revokeRefreshTokens();
	const result = await testEnv.run({
		parameters: getConversation(oAuth2),
		credentials: signedIn(),
	});
	const told = JSON.stringify([testEnv.logs, result.error?.message, result.error?.description]);
	const { access_token, refresh_token } = tokens;
	for (const secret of [access_token, refresh_token, testEnv.sandbox.oauth.clientSecret]) {
		expect(told).not.toContain(secret);
	}
});

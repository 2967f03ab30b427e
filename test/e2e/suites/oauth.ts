import type { BrowserContext } from 'playwright-core';
import { PACKAGE_NAME } from '../../../n8n/paths';
import { SEED } from '../../../sandbox';
import { launch } from '../support/browser';
import { chain, items, jsonOf, node, runByHand } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const TYPE = 'highLevelConversationsOAuth2Api';

interface Account {
	id: string;
	name: string;
}

/** Signing in with OAuth 2 in a browser, refreshing the token, and an expired connection. */
export function oauth(testEnv: () => TestEnv): void {
	let browser: BrowserContext;

	const createAccount = async (): Promise<Account> => {
		const { client, sandbox } = testEnv();
		const { clientId, clientSecret } = sandbox.oauth;
		return await client.request<Account>('POST', '/credentials', {
			name: 'HighLevel app',
			type: TYPE,
			data: {
				...{ clientId, clientSecret, userAgent: 'e2e/1.0', locationId: '' },
				signInPage: 'custom',
				signInUrl: `${sandbox.url}/v2/oauth/chooselocation`,
				accessTokenUrl: `${sandbox.url}/oauth/token`,
				apiHost: 'custom',
				baseUrl: sandbox.url,
			},
		});
	};

	/** What the button "Connect" does, in a browser: the page of HighLevel, one click, and back to n8n. */
	const signIn = async ({ id }: Account): Promise<URL> => {
		const address = await testEnv().client.request<string>(
			'GET',
			`/oauth2-credential/auth?id=${id}`,
		);
		const page = await browser.newPage();
		await page.goto(address);
		await page.locator('#allow').click();
		await page
			.getByText(/connection successful|account connected/i)
			.first()
			.waitFor();
		await page.close();
		return new URL(address);
	};

	const getConversation = (account: Account) =>
		node(
			'HighLevel',
			`${PACKAGE_NAME}.highLevelConversations`,
			{
				authentication: 'oAuth2',
				...{ resource: 'conversation', operation: 'get' },
				conversationId: { __rl: true, mode: 'id', value: SEED.conversationId },
			},
			{ credentials: { [TYPE]: { id: account.id, name: account.name } } },
		);

	describe('OAuth 2', () => {
		beforeAll(async () => (browser = await launch(testEnv())));
		afterAll(async () => await browser?.browser()?.close());

		test('signs in with Chromium, refreshes the token once for three requests, and asks to reconnect when it has expired', async () => {
			const { client, sandbox } = testEnv();
			const account = await createAccount();
			const { searchParams } = await signIn(account);
			expect(searchParams.get('scope')?.split(' ')).toHaveLength(5);
			expect(sandbox.oauth.exchanges).toBe(1);

			const three = items('Items', [{}, {}, {}]);
			const run = async () =>
				await runByHand(client, chain({ ...three }, getConversation(account)));
			const first = await run();
			expect(first.status).toBe('success');
			expect(jsonOf(first.data, 'HighLevel')).toHaveLength(3);

			sandbox.oauth.expireAccessTokens();
			const renewed = await run();
			expect(renewed.status).toBe('success');
			expect(sandbox.oauth.refreshes).toBe(1);
			const calls = sandbox.requests.filter(({ path }) => path.startsWith('/conversations/'));
			expect(new Set(calls.map(({ headers }) => headers['user-agent']))).toEqual(
				new Set(['e2e/1.0']),
			);

			sandbox.oauth.expireAccessTokens();
			sandbox.oauth.revokeRefreshTokens();
			const ended = await run();
			expect(ended.status).toBe('error');
			expect(ended.data.resultData.error?.message).toMatch(/connection to HighLevel has expired/);
		});
	});
}

import { SEED } from '../../../sandbox';
import { SEND_PATH } from '../fixtures';
import { startTestEnv, useTestEnv } from '../harness';

const testEnv = useTestEnv({ sandbox: { rateLimit: false } });

/** A credential for many sub-accounts in one workflow, as agencies use it. */
const credentials = {
	accessToken: '={{ $json.token }}',
	locationId: '={{ $json.location }}',
};
const accounts = () => {
	const { token, tokens, locationId, otherLocationId } = testEnv.sandbox;
	return [
		{ token, location: locationId, contactId: SEED.contactId },
		{ token: tokens.otherLocation, location: otherLocationId, contactId: SEED.otherContactId },
	];
};
const send = (options = {}) => ({
	resource: 'message',
	operation: 'send',
	type: 'SMS',
	contactId: '={{ $json.contactId }}',
	message: 'Hello',
	options,
});

describe('a credential with expressions', () => {
	it('is resolved for each item: token and location', async () => {
		const items = accounts();
		const { requests, error } = await testEnv.run({
			parameters: { resource: 'search', operation: 'searchConversations', limit: 1 },
			items,
			credentials,
		});
		expect(error).toBeUndefined();
		const seen = requests.map(({ headers, query }) => [headers.authorization, query.locationId]);
		expect(seen.sort()).toEqual(
			items.map(({ token, location }) => [`Bearer ${token}`, location]).sort(),
		);
	});

	it('never sends the token of one item to the host of another', async () => {
		const otherHost = await startTestEnv({ sandbox: { rateLimit: false } });
		try {
			const items = accounts().map((account, index) => ({
				...account,
				host: index === 0 ? testEnv.sandbox.url : otherHost.sandbox.url,
			}));
			const { requests } = await testEnv.run({
				parameters: send(),
				items,
				credentials: { ...credentials, baseUrl: '={{ $json.host }}' },
			});
			const tokensAt = (list: typeof requests) => list.map(({ headers }) => headers.authorization);
			expect(tokensAt(requests)).toEqual([`Bearer ${items[0].token}`]);
			expect(tokensAt(otherHost.sandbox.requests)).toEqual([`Bearer ${items[1].token}`]);
		} finally {
			await otherHost.stop();
		}
	});

	it('reads the history of each location in Skip If Sent', async () => {
		const items = accounts();
		const parameters = send({ skipIfSent: 24 });
		await testEnv.run({ parameters, items: [items[1]], credentials });
		const { json, requests } = await testEnv.run({ parameters, items, credentials });
		expect(json.map(({ skipped }) => skipped === true)).toEqual([false, true]);
		const sent = requests.filter(({ path }) => path === SEND_PATH);
		expect(sent.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${items[0].token}`]);
	});

	it('shares one session between items with equal values', async () => {
		const [first] = accounts();
		const items = [first, first, first];
		const parameters = {
			...send(),
			contactId: { __rl: true, mode: 'phoneOrEmail', value: 'ana.ferreira@mail.example' },
		};
		const { requests } = await testEnv.run({ parameters, items, credentials });
		expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
	});
});

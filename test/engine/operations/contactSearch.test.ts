import { SEED } from '../../../sandbox';
import { addConversations, SEARCH_PATH, sendSms, upTo } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const { locationId } = SEED;

describe('list of contacts', () => {
	const parameters = sendSms({ contactId: '' });
	const CONTACTS = '/contacts/search';
	const search = async (filter?: string, token?: string, credentials = {}) =>
		await testEnv.listSearch('searchContacts', { parameters, filter, token, credentials });
	const asDocumented = () => ({ accessToken: testEnv.sandbox.tokens.conversationsOnly });

	/** The IDs on all pages, at most 50 pages. */
	async function everybody(filter?: string, credentials = {}): Promise<string[]> {
		const ids: string[] = [];
		let token: string | undefined;
		for (let page = 0; page < 50; page++) {
			const { results, paginationToken } = await search(filter, token, credentials);
			ids.push(...results.map(({ value }) => String(value)));
			if (paginationToken === undefined) return ids;
			expect(results).not.toEqual([]);
			token = String(paginationToken);
		}
		throw new Error('The list does not end');
	}

	test('shows contacts with a conversation, with phone, email and a link to the HighLevel app', async () => {
		const { results, requests } = await search();
		expect(requests.map(({ path, query, body }) => [path, query, body])).toEqual([
			[SEARCH_PATH, { limit: '50', locationId }, undefined],
			[CONTACTS, {}, { locationId, page: 1, pageLimit: 50 }],
		]);
		expect(requests.map(({ headers }) => headers.version)).toEqual(['2021-04-15', '2021-07-28']);
		expect(results).toContainEqual({
			name: 'Ana Ferreira, +12025550101, ana.ferreira@mail.example',
			value: SEED.contactId,
			url: `https://app.gohighlevel.com/v2/location/${locationId}/contacts/detail/${SEED.contactId}`,
		});
	});

	test('shows and finds contacts without a conversation after those', async () => {
		const values = (await search()).results.map(({ value }) => value);
		expect(values.indexOf(SEED.newContactId)).toBeGreaterThan(values.indexOf(SEED.contactId));
		expect(values).toHaveLength(new Set(values).size);
		expect((await search('quinn')).results).toEqual([
			{
				name: 'Quinn Taylor, +12025550117, quinn.taylor@mail.example',
				value: SEED.newContactId,
				url: `https://app.gohighlevel.com/v2/location/${locationId}/contacts/detail/${SEED.newContactId}`,
			},
		]);
	});

	test('says at its end if the token lacks the scope for them', async () => {
		const { results } = await search(undefined, undefined, asDocumented());
		expect(results.map(({ value }) => value)).toContain(SEED.contactId);
		expect(results.at(-1)).toEqual({
			name: expect.stringContaining("Add the scope 'contacts.readonly'"),
			value: '',
		});
		expect((await search('quinn', undefined, asDocumented())).results).toHaveLength(1);
	});

	test('accepts names in every form of HighLevel, and omits records without an ID', async () => {
		const contacts = [
			{ id: 'a', firstNameLowerCase: 'ann', lastNameLowerCase: 'bo', phone: '+1' },
			{ phone: '+2' },
			{ id: 'c' },
		];
		testEnv.sandbox.faults.add({ path: CONTACTS, body: { contacts, total: 3 } });
		const { results } = await search('nobody');
		expect(results.map(({ name, value }) => [value, name])).toEqual([
			['a', 'ann bo, +1'],
			['c', 'c'],
		]);
	});

	test('says why contacts cannot be read', async () => {
		testEnv.sandbox.faults.add({ path: CONTACTS, status: 500 });
		await expect(search()).rejects.toThrow('temporarily unavailable');
	});

	test('loads the contacts in pages', async () => {
		const { state } = testEnv.sandbox;
		const added = upTo(120).map(() => state.addContact({ locationId }).id);
		const ids = await everybody();
		expect(ids).toEqual(expect.arrayContaining(added));
		expect(new Set(ids).size).toBe(ids.length);
		const { results, requests } = await search('Alex');
		expect(results).toHaveLength(50);
		expect(requests.map(({ path }) => path)).toEqual([SEARCH_PATH, CONTACTS]);
	});

	test.each(['okafor', '+12025550102', 'ben.okafor@'])(
		'searches with HighLevel: %s',
		async (text) => {
			const { results, requests } = await search(text);
			expect(requests[0].query).toStrictEqual({ limit: '50', locationId, query: text });
			expect(requests[1].body).toMatchObject({ query: text });
			expect(results.map(({ value }) => value)).toEqual([SEED.emailContactId]);
		},
	);

	test('loads all pages, each contact once, even with many conversations', async () => {
		const before = await everybody();
		// One person has more conversations than a page holds, with other people before and behind.
		addConversations(testEnv.sandbox, upTo(130));
		for (const index of upTo(3)) addConversations(testEnv.sandbox, [1000 + index]);
		const ids = await everybody();
		expect(ids).toHaveLength(before.length + 4);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

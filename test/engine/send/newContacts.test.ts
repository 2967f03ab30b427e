import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { createConversation, SEARCH_PATH, SEND_PATH, sendSms } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const { contactId, newContactId, locationId } = SEED;
const DUPLICATE = '/contacts/search/duplicate';
const CONTACTS = '/contacts/search';
const by = (value: string) => ({ __rl: true, mode: 'phoneOrEmail', value });
const parameters = sendSms({ contactId: by('={{ $json.to }}') as INodeParameters });

const run = async (items: string[], more: object = {}) => {
	const result = await testEnv.run({ parameters, items: items.map((to) => ({ to })), ...more });
	return {
		...result,
		paths: result.requests.map(({ path }) => path),
		recipients: result.requests
			.filter(({ path }) => path === SEND_PATH)
			.map(({ body }) => (body as IDataObject).contactId),
	};
};
const asDocumented = () => ({
	credentials: { accessToken: testEnv.sandbox.tokens.conversationsOnly },
});
const addLead = (more: IDataObject) => testEnv.sandbox.state.addContact({ locationId, ...more }).id;

describe('a contact without a conversation', () => {
	it.each([
		['quinn.taylor@mail.example', { email: 'quinn.taylor@mail.example' }],
		['001 202-555-0117', { number: '+12025550117' }],
		['whatsapp:+12025550117', { number: '+12025550117' }],
	])('is found by %s among the contacts', async (to, query) => {
		const { error, requests, paths, recipients } = await run([to]);
		expect(error).toBeUndefined();
		expect(paths).toEqual([SEARCH_PATH, DUPLICATE, SEND_PATH]);
		expect(requests[1].query).toEqual({ locationId, ...query });
		expect(requests[1].headers.version).toBe('2021-07-28');
		expect(recipients).toEqual([newContactId]);
	});

	it('is found by a number without its country code', async () => {
		const { requests, paths, recipients } = await run(['(202) 555-0117']);
		expect(paths).toEqual([SEARCH_PATH, CONTACTS, SEND_PATH]);
		expect(requests[1].body).toEqual({ locationId, query: '2025550117', page: 1, pageLimit: 100 });
		expect(recipients).toEqual([newContactId]);
	});

	it('is found by a number that WhatsApp writes differently', async () => {
		const id = addLead({ phone: '+5511987654321' });
		const { paths, recipients } = await run(['551187654321@s.whatsapp.net']);
		expect(paths.filter((path) => path === DUPLICATE)).toHaveLength(2);
		expect(recipients).toEqual([id]);
	});

	it('is found by an additional address', async () => {
		const contact = {
			id: newContactId,
			email: 'a@b.example',
			additionalEmails: ['q@mail.example'],
		};
		testEnv.sandbox.faults.add({ path: DUPLICATE, body: { contact } });
		expect((await run(['Q@mail.example'])).recipients).toEqual([newContactId]);
	});

	it('can be given a conversation', async () => {
		const result = await testEnv.run({ parameters: createConversation({ contactId: by('+12025550117') }) }); // prettier-ignore
		expect(result.json[0]).toMatchObject({ contactId: newContactId });
	});

	it('is looked up once per value and run', async () => {
		const { paths, recipients } = await run(['+12025550117', '+12025550101', '+12025550117']);
		expect(paths.filter((path) => path === DUPLICATE)).toHaveLength(1);
		expect(recipients.sort()).toEqual([newContactId, newContactId, contactId].sort());
	});
});

it('finds contacts with a conversation by one request, without the scope', async () => {
	expect((await run(['+12025550101'])).paths).toEqual([SEARCH_PATH, SEND_PATH]);
	const { paths, recipients } = await run(['+12025550101'], asDocumented());
	expect(paths).toEqual([SEARCH_PATH, SEND_PATH]);
	expect(recipients).toEqual([contactId]);
});

describe('nothing is sent', () => {
	it('if no contact has the value, with what was searched', async () => {
		const { error, recipients } = await run(['+12025550101', 'nobody@mail.example']);
		expect(recipients).toEqual([]);
		expect(error?.message).toBe(
			"No contact has the phone or email 'nobody@mail.example' [item 1 (the 2nd)]",
		);
		expect(error?.description).toMatch(/^All contacts of the location were searched/);
	});

	it('without the scope, with what was searched and the scope to add', async () => {
		const { error, recipients } = await run(['quinn.taylor@mail.example'], asDocumented());
		expect(recipients).toEqual([]);
		expect(error?.message).toMatch(/^No contact with a conversation found for 'quinn/);
		expect(error?.description).toMatch(
			/^Only contacts who have a conversation were searched, .* lacks the scope 'contacts\.readonly'/,
		);
	});

	it('if several contacts have the number', async () => {
		addLead({ phone: '+492025550117' });
		const { error, recipients } = await run(['2025550117']);
		expect(recipients).toEqual([]);
		expect(error?.message).toMatch(/^2 contacts have the phone or email '2025550117'/);
		expect(error?.description).toContain(`Quinn Taylor (${newContactId})`);
	});

	it('if HighLevel returns another contact', async () => {
		const contact = { id: contactId, email: 'ana.ferreira@mail.example' };
		testEnv.sandbox.faults.add({ path: DUPLICATE, body: { contact } });
		expect((await run(['nobody@mail.example'])).error?.message).toMatch(/^No contact has/);
	});

	it('if the contacts cannot be read', async () => {
		testEnv.sandbox.faults.add({ path: DUPLICATE, status: 503, times: Infinity });
		const { error, recipients } = await run(['quinn.taylor@mail.example']);
		expect(recipients).toEqual([]);
		expect(error?.message).toMatch(/temporarily unavailable .*\(looking up the contact\)/);
	});
});

it('reports a missing scope after one request per run', async () => {
	const items = ['a@mail.example', 'b@mail.example', 'c@mail.example'];
	const more = { node: { onError: 'continueErrorOutput' }, ...asDocumented() };
	const { paths, errorItems } = await run(items, more);
	expect(errorItems).toHaveLength(3);
	expect(paths.filter((path) => path === DUPLICATE)).toHaveLength(1);
});

it('does not use, or refresh, an OAuth 2 token that was granted without the scope', async () => {
	const { oauth } = testEnv.sandbox;
	const oauthTokenData = oauth.issueTokens([
		'conversations.readonly',
		'conversations/message.write',
	]);
	const { error, paths } = await run(['quinn.taylor@mail.example'], {
		parameters: { ...parameters, authentication: 'oAuth2' },
		credentials: { oauthTokenData },
	});
	expect(error?.description).toContain("'contacts.readonly'");
	expect(paths).toEqual([SEARCH_PATH]);
	expect(oauth.refreshes).toBe(0);
});

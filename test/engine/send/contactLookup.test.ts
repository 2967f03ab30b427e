import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { SEARCH_PATH, SEND_PATH, sendSms, upTo } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const { contactId, locationId } = SEED;
const PHONE = '+12025550101';
const EMAIL = 'ana.ferreira@mail.example';

const by = (mode: string, value: unknown): INodeParameters =>
	({ __rl: true, mode, value }) as INodeParameters;
const byPhoneOrEmail = (value: unknown) => by('phoneOrEmail', value);

const run = async (parameters: INodeParameters, items: IDataObject[] = [{}], more = {}) => {
	const result = await testEnv.run({ parameters, items, ...more });
	return {
		...result,
		searches: result.requests.filter(({ path }) => path === SEARCH_PATH),
		sends: result.requests.filter(({ path, method }) => method === 'POST' && path === SEND_PATH),
	};
};
const recipients = (sends: Array<{ body?: unknown }>) =>
	sends.map(({ body }) => (body as IDataObject).contactId);

/** Adds a contact with a conversation. */
function addPerson(
	given: { phone?: string; email?: string },
	conversation: { lastMessageBody?: string; lastMessageDate?: number } = {},
) {
	const { state } = testEnv.sandbox;
	const { id } = state.addContact({ locationId, ...given });
	state.addConversation({ locationId, contactId: id, ...conversation });
	return id;
}

describe('a contact given as an ID', () => {
	const page = `https://app.gohighlevel.com/v2/location/${locationId}/contacts/detail/${contactId}`;
	test.each<[string, unknown, IDataObject?]>([
		['as a plain text, from older workflows', contactId],
		['as an expression', '={{ $json.who }}', { who: contactId }],
		[
			'as an expression that looks like a phone number all the same',
			'={{ $json.who }}',
			{ who: contactId },
		],
		['from the list', { __rl: true, mode: 'list', value: contactId, cachedResultName: 'Ana' }],
		['by ID', by('id', contactId)],
		['by ID, written by hand without the mark of the editor', { mode: 'id', value: contactId }],
		['by ID, as an expression', by('id', '={{ $json.who }}'), { who: contactId }],
		['by URL', by('url', page)],
		['by URL, with more behind it', by('url', `${page}?view=note#top`)],
		[
			'by URL of a white-labelled app',
			by('url', page.replace('app.gohighlevel.com', 'crm.example')),
		],
	])('%s', async (_, value, json = {}) => {
		const parameters = sendSms({ contactId: value as string });
		const { error, requests, sends } = await run(parameters, [json]);
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
		expect(recipients(sends)).toEqual([contactId]);
	});

	test('is used without a search, even if it looks like a phone number', async () => {
		const { error, requests } = await run(sendSms({ contactId: PHONE }));
		expect(requests.map(({ path }) => path)).toEqual([SEND_PATH]);
		expect(error?.message).toMatch(/could not find the contact \[item 0 \(the 1st\)\]$/);
	});
});

describe('a contact given by phone or email', () => {
	test.each([
		['a number as HighLevel has it', PHONE, PHONE],
		['a number as people write it', ' +1 (202) 555-0101 ', PHONE],
		['a number with 00', '001 202 555 0101', PHONE],
		['a number without its country', '(202) 555-0101', '2025550101'],
		['a number without its plus', '12025550101', '12025550101'],
		['an address', EMAIL, EMAIL],
		['an address in capitals', EMAIL.toUpperCase(), EMAIL.toUpperCase()],
	])('is found: %s', async (_, value, query) => {
		const { error, searches, sends } = await run(sendSms({ contactId: byPhoneOrEmail(value) }));
		expect(error).toBeUndefined();
		expect(searches.map((search) => search.query)).toEqual([{ query, locationId, limit: '100' }]);
		expect(recipients(sends)).toEqual([contactId]);
	});

	test('is found if an expression returns it, also as a number', async () => {
		const parameters = sendSms({ contactId: byPhoneOrEmail('={{ $json.phone }}') });
		const { sends } = await run(parameters, [{ phone: 12_025_550_101 }, { phone: PHONE }]);
		expect(recipients(sends)).toEqual([contactId, contactId]);
	});

	test('is looked up once per value and run, before anything is sent', async () => {
		const parameters = sendSms({ contactId: byPhoneOrEmail('={{ $json.to }}') });
		const items = upTo(30).map((index) => ({ to: index % 2 ? PHONE : 'ben.okafor@mail.example' }));
		const first = await run(parameters, items);
		expect(first.searches).toHaveLength(2);
		expect(first.requests.slice(0, 2)).toEqual(first.searches);
		expect(recipients(first.sends).sort()).toEqual(
			items.map(({ to }) => (to === PHONE ? contactId : SEED.emailContactId)).sort(),
		);
		expect((await run(parameters, items)).searches).toHaveLength(2);
	});

	test('does not match similar numbers or addresses, or people who are only mentioned', async () => {
		addPerson(
			{ phone: '+120255501019', email: `x${EMAIL}` },
			{ lastMessageBody: `Call ${PHONE}, or write to ${EMAIL}` },
		);
		for (const value of [PHONE, EMAIL]) {
			const { sends } = await run(sendSms({ contactId: byPhoneOrEmail(value) }));
			expect(recipients(sends)).toEqual([contactId]);
		}
	});

	test('is found after a hundred other matches', async () => {
		// HighLevel lists the latest conversations first; each has a time of its own, so the person is on the second page.
		const now = Date.now();
		const id = addPerson({ email: 'last@mail.example' }, { lastMessageDate: now - 1000 });
		for (const index of upTo(120)) {
			const lastMessageBody = `${index}: last@mail.example is my address`;
			addPerson({}, { lastMessageBody, lastMessageDate: now + index });
		}
		const { sends, searches } = await run(
			sendSms({ contactId: byPhoneOrEmail('last@mail.example') }),
		);
		expect(recipients(sends)).toEqual([id]);
		expect(searches).toHaveLength(2);
	});

	test('is found by a retry after a transient error', async () => {
		testEnv.sandbox.faults.add({ path: /search$/, status: 503, times: 1 });
		const { error, sends } = await run(sendSms({ contactId: byPhoneOrEmail(PHONE) }));
		expect(error).toBeUndefined();
		expect(recipients(sends)).toEqual([contactId]);
	});

	test('may have several conversations', async () => {
		testEnv.sandbox.state.addConversation({ locationId, contactId });
		const { sends } = await run(sendSms({ contactId: byPhoneOrEmail(PHONE) }));
		expect(recipients(sends)).toEqual([contactId]);
	});
});

describe('a number that WhatsApp and HighLevel write differently', () => {
	test.each([
		['+5511987654321', '+551187654321'],
		['+551187654321', 'whatsapp:+5511987654321'],
		['+525512345678', '5215512345678@s.whatsapp.net'],
		['+5491123456789', 'tel:+541123456789'],
		['+5491123456789', '541123456789'],
		['+12025550177', '12025550177@s.whatsapp.net'],
	])('is found: %s by %s', async (phone, given) => {
		const id = addPerson({ phone });
		const { error, sends } = await run(sendSms({ contactId: byPhoneOrEmail(given) }));
		expect(error).toBeUndefined();
		expect(recipients(sends)).toEqual([id]);
	});

	test('fails if several people have it', async () => {
		addPerson({ phone: '+5511987654321' });
		addPerson({ phone: '+551187654321' });
		const contact = byPhoneOrEmail('+551187654321');
		const { error, sends } = await run(sendSms({ contactId: contact }));
		expect(error?.message).toMatch(/^2 contacts/);
		expect(sends).toHaveLength(0);
	});
});

describe('nothing is sent to anyone', () => {
	const parameters = sendSms({ contactId: byPhoneOrEmail('={{ $json.to }}') });
	const refused = async (to: unknown) => {
		const items = [{ to: PHONE }, { to } as IDataObject, { to: EMAIL }];
		const { error, sends } = await run(parameters, items);
		expect(sends).toEqual([]);
		return error;
	};

	test('if no contact is found, with advice', async () => {
		const error = await refused('+12025559999');
		expect(error?.message).toBe(
			"No contact has the phone or email '+12025559999' [item 1 (the 2nd)]",
		);
		expect(error?.description).toMatch(/with its country code.*'By ID'/);
	});

	test('if several are found, with their names', async () => {
		const other = addPerson({ phone: '+492025550101' });
		const error = await refused('202 555 0101');
		expect(error?.message).toMatch(
			/^2 contacts with a conversation have .* \[item 1 \(the 2nd\)\]$/,
		);
		expect(error?.description).toContain(`Ana Ferreira (${contactId})`);
		expect(error?.description).toContain(`Alex Doe (${other})`);
	});

	test.each(['Ana Ferreira', '555 0101 ext 2', '12345', 'ana@', '+'])(
		'if the value is neither: %s',
		async (value) => {
			const error = await refused(value);
			expect(error?.message).toBe(
				`'Contact' must be a phone number or an email address: ${value} [item 1 (the 2nd)]`,
			);
		},
	);

	test('if the value is empty', async () => {
		expect((await refused('  '))?.message).toBe("'Contact' is empty [item 1 (the 2nd)]");
	});

	test('if HighLevel rejects the search, with the step and its scope', async () => {
		testEnv.sandbox.faults.add({
			path: /search$/,
			status: 401,
			body: { statusCode: 401, message: 'The token is not authorized for this scope.' },
		});
		const error = await refused(EMAIL);
		expect(error?.message).toMatch(
			/^The token is missing a scope \(looking up the contact\) \[item \d \(the \w+\)\]$/,
		);
		expect(error?.description).toContain("'conversations.readonly'");
		expect(error?.description).not.toContain('may have been processed');
	});

	test('if the search fails', async () => {
		testEnv.sandbox.faults.add({ path: /search$/, status: 503, times: Infinity });
		const error = await refused(EMAIL);
		expect(error?.message).toMatch(/temporarily unavailable .*\(looking up the contact\)/);
		expect(error?.description).not.toContain('may have been processed');
	});
});

test('only fails the item whose contact is not found if the node continues on errors', async () => {
	const parameters = sendSms({ contactId: byPhoneOrEmail('={{ $json.to }}') });
	const items = [{ to: PHONE }, { to: '+12025559999' }, { to: EMAIL }];
	const node = { onError: 'continueErrorOutput' as const };
	const { sends, errorItems } = await run(parameters, items, { node });
	expect(recipients(sends)).toEqual([contactId, contactId]);
	expect(errorItems.map(({ json }) => json.error)).toEqual([
		expect.stringContaining('No contact has'),
	]);
});

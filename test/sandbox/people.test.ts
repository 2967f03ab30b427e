import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const at = `locationId=${SEED.locationId}`;

describe('contacts', () => {
	const duplicate = async (query: string) =>
		(await call<{ contact: unknown }>('GET', `/contacts/search/duplicate?${at}&${query}`)).json
			.contact;

	test('finds them by phone number or email, also without a conversation', async () => {
		const quinn = { id: SEED.newContactId, contactName: 'Quinn Taylor' };
		expect(await duplicate('number=%2B12025550117')).toMatchObject(quinn);
		expect(await duplicate('email=Quinn.Taylor%40mail.example')).toMatchObject(quinn);
		expect(await duplicate('number=%2B12025550999')).toBeNull();
	});

	test('lists them by a search, in pages', async () => {
		const search = async (more: object) =>
			(
				await call<{ contacts: Array<{ id: string }>; total: number }>('POST', '/contacts/search', {
					locationId: SEED.locationId,
					...more,
				})
			).json;
		const first = await search({ page: 1, pageLimit: 10 });
		const second = await search({ page: 2, pageLimit: 10 });
		expect([first.contacts.length, first.total]).toEqual([10, second.total]);
		const ids = [...first.contacts, ...second.contacts].map(({ id }) => id);
		expect(new Set(ids).size).toBe(first.total);
		expect((await search({ query: 'quinn' })).contacts).toMatchObject([{ id: SEED.newContactId }]);
	});
});

test('lists users and templates of a location', async () => {
	const { json } = await call<{ users: unknown }>('GET', `/users/?${at}`);
	expect(json.users).toMatchObject([{ id: SEED.userId }, { id: SEED.secondUserId }]);
	const templates = await call('GET', `/locations/${SEED.locationId}/templates?type=sms`);
	expect(templates.json).toMatchObject({ templates: [{ id: SEED.smsTemplateId }], totalCount: 1 });
	// The live API does this, contrary to the documentation.
	const withOrigin = `/locations/${SEED.locationId}/templates?originId=${SEED.locationId}`;
	expect((await call('GET', withOrigin)).json).toMatchObject({ templates: [], totalCount: 0 });
});

test('conversation providers are listed by channel, in v3 alone', async () => {
	const path = `/locations/${SEED.locationId}/conversationChannels/SMS`;
	const { json } = await call<{ conversationChannel: { SMS: unknown[] } }>('GET', path, undefined, {
		version: 'v3',
	});
	expect(json.conversationChannel.SMS).toContainEqual({
		conversationProvider: expect.objectContaining({ _id: SEED.providerId, default: false }),
	});
	expect((await call('GET', path)).status).toBe(401);
});

test.each([
	['GET', `/contacts/search/duplicate?${at}&number=1`],
	['POST', '/contacts/search'],
	['GET', `/users/?${at}`],
	['GET', `/locations/${SEED.locationId}/templates`],
])('%s %s requires its scope and the version of its own API', async (method, path) => {
	const body = method === 'POST' ? { locationId: SEED.locationId } : undefined;
	const refused = { authorization: `Bearer ${sandbox.tokens.noScopes}` };
	expect((await call(method, path, body, refused)).status).toBe(401);
	expect((await call(method, path, body, { version: '2021-07-28' })).status).toBe(200);
});

test('returns campaign emails without a direction', async () => {
	const { id } = sandbox.state.addMessage({
		conversationId: SEED.conversationId,
		messageType: 'TYPE_CAMPAIGN_EMAIL',
		direction: 'outbound',
	});
	const { json } = await call<{ message: object }>('GET', `/conversations/messages/${id}`);
	expect(json.message).not.toHaveProperty('direction');
});

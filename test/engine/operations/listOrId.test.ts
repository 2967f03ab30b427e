import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { sendSms, upTo } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const { locationId, contactId, providerId, smsTemplateId } = SEED;
const locator = (mode: string, value: string): INodeParameters => ({ __rl: true, mode, value });

/** The ways in which a saved workflow may have an ID. */
const WAYS: Array<[string, (id: string) => INodeParameters | string]> = [
	['as a plain text', (id) => id],
	['as an expression', (id) => `={{ "${id}" }}`],
	['by ID', (id) => locator('id', id)],
	['by ID, as an expression', (id) => locator('id', `={{ "${id}" }}`)],
	['from the list', (id) => ({ ...locator('list', id), cachedResultName: 'Name' })],
];

describe.each([false, true])(
	"a template and a provider, in n8n's routing engine: %s,",
	(isRouted) => {
		const bodyOf = async (parameters: INodeParameters) => {
			const { error, requests } = await testEnv.run({ parameters, isRouted });
			expect(error).toBeUndefined();
			return requests[0].body as IDataObject;
		};

		it.each(WAYS)('are sent %s', async (_, as) => {
			const additionalFields = {
				templateId: as(smsTemplateId),
				conversationProviderId: as(providerId),
			};
			expect(await bodyOf(sendSms({ additionalFields }))).toEqual({
				...{ type: 'SMS', contactId, message: 'Hello', locationId },
				...{ templateId: smsTemplateId, conversationProviderId: providerId },
			});
			const custom = { type: 'Custom', conversationProviderId: as(providerId) };
			expect(await bodyOf(sendSms(custom))).toMatchObject({ conversationProviderId: providerId });
			const call = { resource: 'message', operation: 'addOutboundCall', contactId };
			expect(await bodyOf({ ...call, conversationProviderId: as(providerId) })).toEqual({
				...{ type: 'Call', contactId, conversationProviderId: providerId },
			});
		});

		it('are not sent if they are empty', async () => {
			const empty = locator('list', '');
			const additionalFields = { templateId: empty, conversationProviderId: empty };
			expect(await bodyOf(sendSms({ additionalFields }))).toEqual({
				...{ type: 'SMS', contactId, message: 'Hello', locationId },
			});
		});
	},
);

describe('list of templates', () => {
	const list = async (type: string, filter?: string, token?: string) =>
		await testEnv.listSearch('searchTemplates', { parameters: sendSms({ type }), filter, token });
	const names = ({ results }: Awaited<ReturnType<typeof list>>) => results.map(({ name }) => name);

	it.each([
		['SMS', 'sms', ['Appointment reminder']],
		['Email', 'email', ['Newsletter']],
		['WhatsApp', 'whatsapp', ['Welcome']],
		['FB', undefined, ['Appointment reminder', 'Newsletter', 'Welcome']],
	])('contains those for the type %s', async (type, kind, expected) => {
		const found = await list(type);
		expect(names(found)).toEqual(expected);
		expect(found.requests[0]).toMatchObject({
			path: `/locations/${locationId}/templates`,
			query: { limit: '100', skip: '0', ...(kind ? { type: kind } : {}) },
		});
		expect(found.requests[0].query).not.toHaveProperty('locationId');
		expect(found.requests[0].headers.version).toBe('2021-07-28');
	});

	it('loads all pages, and searches by name', async () => {
		testEnv.sandbox.state.templates = upTo(230).map((index) => ({
			...{ id: `t${index}`, locationId, name: `Template ${index}`, type: 'sms' as const },
		}));
		const first = await list('SMS');
		const second = await list('SMS', undefined, String(first.paginationToken));
		const third = await list('SMS', undefined, String(second.paginationToken));
		expect([first, second, third].flatMap(names)).toHaveLength(230);
		expect(third.paginationToken).toBeUndefined();
		expect(names(await list('SMS', ' template 229'))).toEqual(['Template 229']);
	});
});

describe('list of conversation providers', () => {
	const list = async (parameters: INodeParameters, filter?: string) =>
		await testEnv.listSearch('searchProviders', { parameters, filter });

	it.each([
		['SMS', ['SMS']],
		['Custom', ['SMS']],
		['Email', ['Email']],
		['={{ $json.type }}', ['SMS', 'Email']],
	])('contains those for the type %s', async (type, channels) => {
		const { results, requests } = await list(sendSms({ type }));
		expect(requests.map(({ path }) => path)).toEqual(
			channels.map((channel) => `/locations/${locationId}/conversationChannels/${channel}`),
		);
		expect(requests[0].headers.version).toBe('v3');
		const own = { name: 'Own texting app (SMS)', value: providerId };
		expect(results.some(({ value }) => value === providerId)).toBe(channels.includes('SMS'));
		if (channels.includes('SMS')) expect(results).toContainEqual(own);
	});

	it('searches by name, and accepts providers without a wrapper', async () => {
		const { results } = await list(sendSms(), ' TEXTING');
		expect(results.map(({ value }) => value)).toEqual([providerId]);
		const SMS = [{ id: 'a', name: 'A' }, { name: 'without an ID' }];
		testEnv.sandbox.faults.add({ body: { conversationChannel: { SMS } } });
		expect((await list(sendSms())).results).toEqual([{ name: 'A (SMS)', value: 'a' }]);
	});
});

it.each([
	['searchTemplates', 'locations/templates.readonly'],
	['searchProviders', 'locations.readonly'],
	['searchUsers', 'users.readonly'],
])('%s says that it needs the scope %s, and that an ID works without it', async (method, scope) => {
	const credentials = { accessToken: testEnv.sandbox.tokens.conversationsOnly };
	const search = testEnv.listSearch(method, { parameters: sendSms(), credentials });
	await expect(search).rejects.toMatchObject({
		message: 'The token is missing a scope',
		description: expect.stringMatching(
			`This list requires the scope '${scope}'\\. .*add it .* Entering an ID works without it\\.`,
		),
	});
});

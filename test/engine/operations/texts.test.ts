import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { endpoints, placeholders } from '../../contract/fields';
import { choicesOf, parameters } from '../../contract/parameters';
import type { RecordedRequest } from '../../../sandbox';
import { byId, itemWithFiles, searchConversations, sendSms, updateConversation } from '../fixtures';
import { useTestEnv } from '../harness';
import { casesOf, type Case } from './cases';

const testEnv = useTestEnv();

/** Whether a field takes one text, typed or chosen. */
function takesText(property: INodeProperties): boolean {
	const { type, typeOptions } = property;
	if (typeOptions?.multipleValues) return false;
	if (type === 'options')
		return choicesOf(property).every(({ value }) => typeof value === 'string');
	return type === 'string' || type === 'resourceLocator';
}

type Values = Record<string, unknown>;
const at = (values: unknown, path: string[]): unknown =>
	path.reduce((inner, name) => (inner as Values | undefined)?.[name], values);
const withValue = (values: unknown, [name, ...rest]: string[], value: unknown): Values => ({
	...(values as Values),
	[name]: rest.length === 0 ? value : withValue((values as Values)[name], rest, value),
});

/** A sort value is a number or a date, and is checked as such. */
const SORT_VALUE = 'startAfterDate';

/** Every text that goes to HighLevel, with a case that fills it in. */
const TEXTS = parameters.flatMap(({ path, property }) => {
	const [key, place = ''] = path.split('/');
	const [resource, operation] = key.split('.');
	if (!(key in endpoints) || !takesText(property)) return [];
	if (property.name === SORT_VALUE) return [];
	const inPath = placeholders(endpoints[key].url).includes(property.name);
	if (!property.routing?.send && !inPath) return [];
	const names = place.split('.');
	const given = casesOf(resource, operation).find((each) => at(each.parameters, names));
	return given ? [{ key, place, property, names, given }] : [];
});

const PROBES = [{ v: { a: 1 } }, { v: [1, 2] }, { v: true }, { v: 123 }];
const PROBE = '={{ $json.v }}';

async function probed(key: string, names: string[], property: INodeProperties, given: Case) {
	const [resource, operation] = key.split('.');
	const value = property.type === 'resourceLocator' ? byId(PROBE) : PROBE;
	const filled = withValue(given.parameters, names, value) as INodeParameters;
	const file = given.file ? { data: await testEnv.file(given.file) } : undefined;
	return await testEnv.run({
		parameters: { resource, operation, ...filled },
		items: PROBES.map((json) => ({ json: { ...given.items?.[0], ...json }, binary: file })),
		node: { onError: 'continueRegularOutput' },
		credentials: given.apiVersion ? { apiVersion: given.apiVersion } : {},
	});
}

const hasNumber = (value: unknown): boolean =>
	value === 123 ||
	(typeof value === 'object' && value !== null && Object.values(value).some(hasNumber));
const holds = ({ rawPath, query, body }: RecordedRequest): boolean =>
	JSON.stringify([rawPath, query, body]).includes('123');

test('covers every operation that sends texts', () => {
	expect(TEXTS.length).toBeGreaterThan(120);
	expect(new Set(TEXTS.map(({ key }) => key)).size).toBeGreaterThan(25);
});

test.each(TEXTS)('$key/$place is sent as text only', async ({ key, names, property, given }) => {
	const { json, requests } = await probed(key, names, property, given);
	const refused = json.filter(({ error }) => / must be text, but is /.test(String(error)));
	expect(refused.map(({ error }) => String(error))).toEqual([
		expect.stringMatching(/but is an object: \{"a":1\} \[item 0 \(the 1st\)\]$/),
		expect.stringMatching(/but is a list: \[1,2\] \[item 1 \(the 2nd\)\]$/),
		expect.stringMatching(/but is true \[item 2 \(the 3rd\)\]$/),
	]);
	for (const { error } of refused) expect(error).toContain(`'${property.displayName}'`);
	expect(requests.filter(({ body }) => hasNumber(body))).toEqual([]);
	expect(requests.length).toBeLessThanOrEqual(1);
	for (const request of requests) expect(holds(request)).toBe(true);
});

test('stops all items for one invalid text before anything is sent', async () => {
	const items = [{ text: 'Hi' }, { text: 42 }, { text: ['Hi'] }];
	const { error, requests } = await testEnv.run({ parameters: sendSms(), items });
	expect(error?.message).toBe(`'Message' must be text, but is a list: ["Hi"] [item 2 (the 3rd)]`);
	expect(error?.description).toMatch(/Check the expression/);
	expect(requests).toEqual([]);
});

test('converts numbers and dates to text', async () => {
	const items = [{ text: 42 }, { text: 0 }, { text: 1.5 }];
	const numbers = await testEnv.run({ parameters: sendSms(), items });
	const date = "={{ DateTime.fromISO('2030-01-31T00:00:00Z').toUTC() }}";
	const dates = await testEnv.run({ parameters: sendSms({ message: date }) });
	const texts = [...numbers.requests, ...dates.requests].map(
		({ body }) => (body as { message: unknown }).message,
	);
	expect(texts).toEqual(['42', '0', '1.5', '2030-01-31T00:00:00.000Z']);
});

test('does not replace an invalid location by the one of the credential', async () => {
	const parameters = updateConversation({
		updateFields: { starred: true },
		locationId: '={{ ({ id: 1 }) }}',
	});
	const { error, requests } = await testEnv.run({ parameters });
	expect(error?.message).toMatch(/'Location ID' must be text, but is an object/);
	expect(requests).toEqual([]);
});

const email = (more: INodeParameters) => sendSms({ type: 'Email', html: '<p>Hi</p>', ...more });

/** Every list of texts, one member of which an expression gives. */
const LISTS: Array<[string, (value: string) => INodeParameters, string]> = [
	[
		"'Email CC'",
		(value) => email({ additionalFields: { emailCc: ['a@example.com', value] } }),
		'emailCc',
	],
	["'Email BCC'", (value) => email({ additionalFields: { emailBcc: [value] } }), 'emailBcc'],
	["'Followers'", (value) => searchConversations({ filters: { followers: [value] } }), 'followers'],
	["'Attach Files'", (value) => sendSms({ options: { attachFiles: value } }), 'attachments'],
];

test.each(LISTS)('%s only has text members', async (label, parametersFor, name) => {
	const item = await itemWithFiles(testEnv, ['a.txt', Buffer.from('a')]);
	const binary = { 123: item.binary!.data };
	const { json, requests } = await testEnv.run({
		parameters: parametersFor(PROBE),
		items: [{ v: { a: 1 } }, { v: true }, { v: 123 }].map((each) => ({ json: each, binary })),
		node: { onError: 'continueRegularOutput' },
	});
	expect(json.slice(0, 2).map(({ error }) => error)).toEqual([
		`${label} must be text, but is an object: {"a":1} [item 0 (the 1st)]`,
		`${label} must be text, but is true [item 1 (the 2nd)]`,
	]);
	const { query, body } = requests.at(-1)!;
	const sent = { ...query, ...(body as object) } as Record<string, unknown>;
	const members = [sent[name]].flat().map(String);
	expect(members.at(-1)).toMatch(name === 'attachments' ? /\/files\/d\// : /^123$/);
	expect(hasNumber(sent)).toBe(false);
});

const change = (action: INodeParameters): INodeParameters => ({
	...{ resource: 'preference', operation: 'changeSubscription' },
	...{ contactId: SEED.contactId, email: 'ana@example.com' },
	subscription_action: { value: action },
});
const emailStatus = (recipient: INodeParameters): INodeParameters => ({
	...{ resource: 'message', operation: 'updateEmailStatus', status: 'failed' },
	emailMessageId: SEED.emailMessageId,
	updateFields: { recipients: { row: [{ emailId: 'a@example.com', ...recipient }] } },
});

/** The texts of forms that are sent as a whole. */
const IN_FORMS: Array<[string, INodeParameters]> = [
	["'Subtype'", change({ subtype_id: byId(PROBE) })],
	["'Subtype Name'", change({ type: 'default', subtype_name: PROBE })],
	["'Subtype Status'", change({ subtype_id: byId('1'), subtype_status: PROBE })],
	["'Recipients' > 'Email'", emailStatus({ emailId: PROBE })],
	["'Recipients' > 'Fail Reason'", emailStatus({ status: 'failed', failReason: PROBE })],
	["'Recipients' > 'Status'", emailStatus({ status: PROBE })],
];

test.each(IN_FORMS)('%s is sent as text only', async (label, parameters) => {
	const { json, requests } = await testEnv.run({
		parameters,
		items: [{ v: { a: 1 } }, { v: true }, { v: 123 }],
		node: { onError: 'continueRegularOutput' },
		credentials: parameters.resource === 'message' ? { apiVersion: 'v3' } : {},
	});
	expect(json.slice(0, 2).map(({ error }) => error)).toEqual([
		`${label} must be text, but is an object: {"a":1} [item 0 (the 1st)]`,
		`${label} must be text, but is true [item 1 (the 2nd)]`,
	]);
	expect(requests.map(({ body }) => hasNumber(body))).toEqual([false]);
	expect(JSON.stringify(requests[0].body)).toContain('"123"');
});

test('trims an ID inside of a form', async () => {
	const { requests } = await testEnv.run({
		parameters: change({ subtype_id: byId(` ${SEED.newsletterSubtypeId} `) }),
	});
	expect(requests[0].body).toMatchObject({
		subscription_action: { subtype_id: SEED.newsletterSubtypeId },
	});
});

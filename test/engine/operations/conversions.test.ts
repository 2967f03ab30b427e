import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import {
	addInbound,
	exportMessages,
	getMessages,
	searchConversations,
	sendSms,
	updateConversation,
} from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

/** The only request of a run with one item. */
async function requestOf(parameters: INodeParameters, json = {}, timezone = 'UTC') {
	const { error, requests } = await testEnv.run({ parameters, items: [{ json }], timezone });
	expect(error).toBeUndefined();
	expect(requests).toHaveLength(1);
	return { query: requests[0].query, body: requests[0].body as Record<string, unknown> };
}

/** 2100-01-01T00:00:00Z in the formats that users may enter. */
const MOMENTS: Array<[string, unknown]> = [
	['an ISO text in UTC', '2100-01-01T00:00:00Z'],
	['an ISO text with an offset', '2100-01-01T02:00:00+02:00'],
	["a DateTime of n8n's", "={{ DateTime.fromISO('2100-01-01T00:00:00Z') }}"],
	['a Date', "={{ new Date('2100-01-01T00:00:00Z') }}"],
	['seconds', '={{ 4102444800 }}'],
	['seconds as a text', '4102444800'],
	['milliseconds', '={{ 4102444800000 }}'],
	['a text from an item', '={{ $json.when }}'],
];
const json = { when: '2100-01-01T00:00:00.000Z' };

describe.each(MOMENTS)('a date given as %s', (_, value) => {
	const given = value as string;

	test('is sent as seconds for a schedule', async () => {
		const { body } = await requestOf(
			sendSms({ additionalFields: { scheduledTimestamp: given } }),
			json,
		);
		expect(body.scheduledTimestamp).toBe(4_102_444_800);
	});

	test('is sent as milliseconds for a search', async () => {
		const filters = { startDate: given, endDate: given };
		const { query } = await requestOf(searchConversations({ filters }), json);
		expect(query).toMatchObject({ startDate: '4102444800000', endDate: '4102444800000' });
	});

	test('is sent as ISO 8601 for exports and records', async () => {
		const filters = { startDate: given, endDate: given };
		const { query } = await requestOf(exportMessages({ filters }), json);
		const { body } = await requestOf(
			addInbound({ message: 'Hi', additionalFields: { date: given } }),
			json,
		);
		const iso = '2100-01-01T00:00:00.000Z';
		expect(query).toMatchObject({ startDate: iso, endDate: iso });
		expect(body.date).toBe(iso);
	});
});

test("interprets a date without a zone in the workflow's time zone", async () => {
	const parameters = sendSms({ additionalFields: { scheduledTimestamp: '2100-01-01T00:00:00' } });
	const { body } = await requestOf(parameters, {}, 'America/New_York');
	expect(body.scheduledTimestamp).toBe(4_102_444_800 + 5 * 3600);
});

test('rounds up parts of a second, so that nothing is scheduled in the past', async () => {
	const parameters = sendSms({
		additionalFields: { scheduledTimestamp: '2100-01-01T00:00:00.001Z' },
	});
	expect((await requestOf(parameters)).body.scheduledTimestamp).toBe(4_102_444_801);
});

test.each([
	['the sort value of a score', '={{ 82 }}', '82'],
	['the sort value of a date', '={{ 1769850000000 }}', '1769850000000'],
	['a date', '2026-01-31T09:00:00Z', '1769850000000'],
])('sends the sort value of a search given as %s', async (_, startAfterDate, expected) => {
	const { query } = await requestOf(searchConversations({ options: { startAfterDate } }));
	expect(query.startAfterDate).toBe(expected);
});

const PAIR = ['a@example.com', 'b@example.com'];
const LISTS: Array<[string, unknown]> = [
	['several values', PAIR],
	['several values with blanks around and between', [' a@example.com ', '', 'b@example.com']],
	['an expression that yields an array', '={{ $json.list }}'],
	['an expression that yields an array, as one of the values', ['={{ $json.list }}']],
	['an expression in each value', ['={{ $json.list[0] }}', '={{ $json.list[1] }}']],
	['a text with commas', 'a@example.com, b@example.com'],
	['a text with commas, as one of the values', ['a@example.com, b@example.com']],
	['a text with line breaks', '={{ $json.list.join("\\n") }}'],
	['a JSON text', '={{ JSON.stringify($json.list) }}'],
];

test.each(LISTS)('accepts a list of addresses given as %s', async (_, value) => {
	const parameters = sendSms({
		type: 'Email',
		html: '<p>Hi</p>',
		additionalFields: { emailCc: value as string[], emailBcc: value as string[] },
	});
	const { body } = await requestOf(parameters, { list: PAIR });
	expect(body).toMatchObject({ emailCc: PAIR, emailBcc: PAIR });
});

const FILES = ['https://files.example/a,b.pdf', 'https://files.example/c.png?x=1,2'];
test.each<[string, unknown]>([
	['several values', FILES],
	['an expression that yields an array', '={{ $json.list }}'],
	['an expression that yields an array, as one of the values', ['={{ $json.list }}']],
	['a text with commas', FILES.join(', ')],
	['a text with line breaks', FILES.join('\n')],
	['a JSON text', JSON.stringify(FILES)],
])('accepts a list of URLs given as %s, with commas in URLs', async (_, value) => {
	const additionalFields = { attachments: value as string[] };
	const { body } = await requestOf(sendSms({ additionalFields }), { list: FILES });
	expect(body.attachments).toStrictEqual(FILES);
});

const USERS = [SEED.userId, SEED.secondUserId];
test.each<[string, unknown]>([
	['several values', USERS],
	['an expression that yields an array', '={{ $json.list }}'],
	['an expression that yields an array, as one of the values', ['={{ $json.list }}']],
	['a text with commas', USERS.join(', ')],
])('joins IDs of a query given as %s with commas', async (_, value) => {
	const filters = { assignedTo: value as string[] };
	const { query } = await requestOf(searchConversations({ filters }), { list: USERS });
	expect(query.assignedTo).toBe(USERS.join(','));
});

test.each<[string, unknown]>([
	['a choice of several', ['TYPE_SMS', 'TYPE_EMAIL']],
	['an expression that yields an array', "={{ ['TYPE_SMS', 'TYPE_EMAIL'] }}"],
	['a text with commas', 'TYPE_SMS, TYPE_EMAIL'],
])('joins message types given as %s with commas', async (_, value) => {
	const filters = { type: value as string[] };
	const { query } = await requestOf(getMessages({ filters }));
	expect(query.type).toBe('TYPE_SMS,TYPE_EMAIL');
});

test('converts numbers and booleans given as text by an expression', async () => {
	const updateFields = { unreadCount: '={{ $json.count }}', starred: '={{ $json.star }}' };
	const { body } = await requestOf(updateConversation({ updateFields }), {
		count: '3',
		star: 'false',
	});
	expect(body).toStrictEqual({ locationId: SEED.locationId, unreadCount: 3, starred: false });
});

test.each<[string, INodeParameters, string]>([
	[
		'a number',
		updateConversation({ updateFields: { unreadCount: '={{ "many" }}' } }),
		"'Unread Count' is not a number: many",
	],
	[
		'a switch',
		updateConversation({ updateFields: { starred: '={{ "maybe" }}' } }),
		"'Starred' must be true or false: maybe",
	],
	[
		'JSON',
		updateConversation({ updateFields: { feedback: '{"open"' } }),
		"'Feedback' is not valid JSON",
	],
	[
		'a date',
		exportMessages({ filters: { startDate: '={{ "soon" }}' } }),
		"'Start Date' is not a date: soon",
	],
	[
		'a moment to come',
		sendSms({ additionalFields: { scheduledTimestamp: '2020-01-01T00:00:00Z' } }),
		"'Scheduled Timestamp' is in the past",
	],
	[
		'a URL',
		sendSms({ additionalFields: { attachments: ['brochure.pdf'] } }),
		"'Attachments' contains an invalid URL",
	],
])('rejects what is not %s before anything is sent', async (_, parameters, message) => {
	const { error, requests } = await testEnv.run({ parameters });
	expect(error?.message).toContain(message);
	expect(requests).toHaveLength(0);
});

describe('an ID with spaces around it', () => {
	const spaced = `={{ " ${SEED.contactId}\\n" }}`;

	test('filters like the ID without them', async () => {
		for (const list of [exportMessages, searchConversations]) {
			const { query } = await requestOf(list({ filters: { contactId: spaced } }));
			expect(query.contactId).toBe(SEED.contactId);
		}
	});

	test('is sent without them', async () => {
		const additionalFields = { replyMessageId: ` ${SEED.callMessageId} ` };
		const { body } = await requestOf(sendSms({ contactId: spaced, additionalFields }));
		expect(body).toMatchObject({
			contactId: SEED.contactId,
			replyMessageId: SEED.callMessageId,
		});
	});
});

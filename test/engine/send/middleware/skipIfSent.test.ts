import type { IDataObject } from 'n8n-workflow';

import { SEED } from '../../../../sandbox';
import { addRecipients, EXPORT_PATH, SEND_PATH, sendSms, upTo } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { sendRequests, recordMessage, textsTo } from './messages';

const HOUR_MS = 60 * 60_000;
const testEnv = useTestEnv();

const options = { skipIfSent: 24 };
const send = async (items: IDataObject[], more: object = {}) =>
	await testEnv.run({ parameters: sendSms({ options, ...more }), items });
const reads = (result: Awaited<ReturnType<typeof send>>) =>
	result.requests.filter(({ path }) => path === EXPORT_PATH);

describe('Skip If Sent', () => {
	it('sends the unsent part of a list, and returns the IDs of the messages sent before', async () => {
		const items = addRecipients(testEnv.sandbox, 6);
		const first = await send(items.slice(0, 3));
		const result = await send(items);

		expect(result.json).toHaveLength(6);
		for (const [index, { messageId, conversationId }] of first.json.entries()) {
			expect(result.json[index]).toEqual({
				skipped: true,
				reason: 'already sent',
				contactId: items[index].contactId,
				type: 'SMS',
				messageId,
				conversationId,
				sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			});
		}
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			upTo(6).map((item) => ({ item })),
		);
		expect(sendRequests(result)).toHaveLength(3);
		expect(textsTo(testEnv.sandbox)).toEqual(items.map(({ text }) => text));
	});

	it('reads once per run and channel, before anything is sent', async () => {
		const items = addRecipients(testEnv.sandbox, 20);
		const types = ['SMS', 'WhatsApp', 'RCS'];
		const result = await send(
			items.map((item, index) => ({ ...item, type: types[index % 3] })),
			{ type: '={{ $json.type }}' },
		);
		expect(reads(result).map(({ query }) => query.channel)).toEqual(['SMS', 'WhatsApp', undefined]);
		expect(result.requests.findIndex(({ path }) => path === SEND_PATH)).toBe(3);
		expect(sendRequests(result)).toHaveLength(20);
	});

	it('reads as many hours as are set', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, item, { agoMs: 30 * HOUR_MS });
		expect((await send([item])).json[0].skipped).toBe(false);
		testEnv.sandbox.reset();
		const [again] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, again, { agoMs: 30 * HOUR_MS });
		expect((await send([again], { options: { skipIfSent: 48 } })).json[0].skipped).toBe(true);
	});

	it.each<[string, Parameters<typeof recordMessage>[2], boolean]>([
		['another text', { text: 'Hello there' }, false],
		['a text that only begins alike', { text: 'Hello 0!' }, false],
		['line breaks of another system and spaces at the ends', { text: ' Hello 0 \r\n' }, true],
		['another type', { messageType: 'TYPE_WHATSAPP' }, false],
		['a campaign', { messageType: 'TYPE_CAMPAIGN_SMS' }, true],
		['a failed message', { status: 'failed' }, false],
		['one that was not delivered', { status: 'undelivered' }, false],
		['one to a contact who opted out', { status: 'opt_out' }, false],
		['a cancelled message', { status: 'cancelled' }, false],
		['a canceled message', { status: 'canceled' }, false],
		['a scheduled message', { status: 'scheduled' }, true],
		['an inbound message', { direction: 'inbound' }, false],
	])('compares %s', async (_, recorded, skipped) => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, item, recorded);
		expect((await send([item])).json[0].skipped ?? false).toBe(skipped);
	});

	it('does not compare different contacts', async () => {
		const [one, other] = addRecipients(testEnv.sandbox, 2);
		recordMessage(testEnv.sandbox, one, {});
		const [json] = (await send([{ ...other, text: one.text }])).json;
		expect(json.skipped).toBe(false);
	});

	it('finds a message on the last of several pages', async () => {
		const items = addRecipients(testEnv.sandbox, 2);
		recordMessage(testEnv.sandbox, items[1], {});
		for (const index of upTo(2_100)) {
			recordMessage(testEnv.sandbox, items[0], { text: `Other ${index}`, agoMs: HOUR_MS + index });
		}
		const result = await send([items[1]]);
		expect(reads(result).length).toBeGreaterThan(2);
		expect(result.json[0].skipped).toBe(true);
	});

	it('finds messages of a custom provider, which the export lists under no channel', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, item, { messageType: 'TYPE_CUSTOM_SMS' });
		const additionalFields = { conversationProviderId: SEED.providerId };
		const result = await send([item], { additionalFields });
		expect(reads(result)[0].query.channel).toBeUndefined();
		expect(result.json[0].skipped).toBe(true);
	});

	it.each([0, 169, 'soon'])('rejects %s hours before any request', async (skipIfSent) => {
		const items = addRecipients(testEnv.sandbox, 2);
		const { error, requests } = await send(items, { options: { skipIfSent } });
		expect(error?.message).toMatch(/'Skip If Sent Within' must be a number of hours from 1 to 168/);
		expect(requests).toEqual([]);
	});

	it('rejects missing hours of an expression instead of sending duplicates', async () => {
		const items = addRecipients(testEnv.sandbox, 2);
		for (const skipIfSent of ['={{ $json.hours }}', '={{ null }}']) {
			const { error, requests } = await send(items, { options: { skipIfSent } });
			expect(error?.message).toMatch(/'Skip If Sent Within' is empty/);
			expect(requests).toEqual([]);
		}
	});

	it('rejects a message without content to compare', async () => {
		const attachments = ['https://files.example/a.pdf'];
		const { error, requests } = await send([{}], {
			message: '',
			additionalFields: { attachments },
		});
		expect(error?.message).toMatch(/'Skip If Sent Within'.*'Message'.*empty/);
		expect(requests).toEqual([]);
	});
});

describe('equal items of one input', () => {
	it('are sent once, and the second contains the ID of the first', async () => {
		const [one, other] = addRecipients(testEnv.sandbox, 2);
		const { json, requests } = await send([one, other, { ...one, text: ` ${String(one.text)}\n` }]);
		expect(requests.filter(({ path }) => path === SEND_PATH)).toHaveLength(2);
		expect(json[2]).toMatchObject({
			skipped: true,
			reason: 'already sent',
			messageId: json[0].messageId,
			conversationId: json[0].conversationId,
		});
		expect(Date.parse(String(json[2].sentAt))).toBeLessThanOrEqual(Date.now());
	});

	it('fail like the first one, and are not sent', async () => {
		const [one, other] = addRecipients(testEnv.sandbox, 2);
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 500, processed: true });
		const node = { onError: 'continueRegularOutput' as const };
		const parameters = sendSms({ options });
		const result = await testEnv.run({ parameters, items: [one, one, other], node });
		expect(sendRequests(result)).toHaveLength(2);
		expect(result.json[1].error).toBe(
			String(result.json[0].error).replace('item 0 (the 1st)', 'item 1 (the 2nd)'),
		);
		expect(result.json[2].messageId).toBeDefined();
	});
});

describe('a failed read', () => {
	it('sends nothing and explains why', async () => {
		const items = addRecipients(testEnv.sandbox, 5);
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, status: 500, times: 9 });
		const { error, requests } = await send(items);
		expect(error?.message).toMatch(/temporarily unavailable.*checking sent messages/);
		expect(error?.description).toMatch(/It was not sent\..*0 were sent/);
		expect(error?.description).not.toMatch(/may have been processed/);
		expect(requests.filter(({ path }) => path === SEND_PATH)).toEqual([]);
		// Reads are retried, although the operation sends.
		expect(requests.filter(({ path }) => path === EXPORT_PATH)).toHaveLength(4);
	});

	it('names the scope that it requires', async () => {
		const { error } = await testEnv.run({
			parameters: sendSms({ options }),
			credentials: { accessToken: testEnv.sandbox.tokens.noScopes },
		});
		expect(error?.description).toMatch('conversations/message.readonly');
	});

	it('includes an incomplete list', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, item, {});
		const map = (json: unknown) => ({ ...(json as IDataObject), nextCursor: 'again' });
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, map });
		testEnv.sandbox.faults.add({
			path: EXPORT_PATH,
			body: { messages: [], nextCursor: 'again', total: 1 },
			times: 9,
		});
		const result = await send(addRecipients(testEnv.sandbox, 1));
		expect(result.error?.message).toMatch(/checking sent messages/);
		expect(sendRequests(result)).toEqual([]);
	});
});

import type { IDataObject } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { addRecipients, SEND_PATH, sendSms, upTo } from '../fixtures';
import { sendRequests } from './middleware/messages';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const byPhoneOrEmail = { __rl: true, mode: 'phoneOrEmail', value: '={{ $json.address }}' };
const to =
	(contactId: unknown) =>
	({ body }: { body: unknown }) =>
		(body as IDataObject).contactId === contactId;

describe('a sent item', () => {
	it('contains the contact and the channel', async () => {
		const items = addRecipients(testEnv.sandbox, 3);
		const { json } = await testEnv.run({ parameters: sendSms(), items });
		for (const [index, item] of json.entries()) {
			expect(item).toEqual({
				messageId: expect.any(String),
				conversationId: expect.any(String),
				contactId: items[index].contactId,
				type: 'SMS',
				skipped: false,
			});
		}
	});

	it('contains the ID of a contact that was looked up', async () => {
		const { json } = await testEnv.run({
			parameters: sendSms({ contactId: byPhoneOrEmail }),
			items: [{ address: 'ana.ferreira@mail.example' }],
		});
		expect(json[0]).toMatchObject({ contactId: SEED.contactId, type: 'SMS', skipped: false });
	});

	it('contains what older agents need, too', async () => {
		const { json } = await testEnv.run({ parameters: sendSms(), isRouted: true });
		expect(json[0]).toMatchObject({ contactId: SEED.contactId, type: 'SMS', skipped: false });
	});

	it('can be distinguished from a skipped one by a filter', async () => {
		const items = addRecipients(testEnv.sandbox, 4);
		items[1].contactId = SEED.dndContactId;
		const parameters = sendSms({ options: { onDoNotDisturb: 'skip' } });
		const { json } = await testEnv.run({ parameters, items });
		expect(json.map(({ skipped }) => skipped)).toEqual([false, true, false, false]);
		expect(json.map(({ contactId }) => contactId)).toEqual(items.map((item) => item.contactId));
		expect(new Set(json.map(({ type }) => type))).toEqual(new Set(['SMS']));
	});
});

describe.each([
	['own loop', false],
	['routing engine', true],
])("failed items, with the %s and 'Continue'", (_, isRouted) => {
	const node = { onError: 'continueRegularOutput' as const };

	it('contain the recipient as far as n8n allows, and are linked', async () => {
		const items = addRecipients(testEnv.sandbox, 6);
		for (const index of [1, 4]) {
			const when = to(items[index].contactId);
			testEnv.sandbox.faults.add({ path: SEND_PATH, status: 422, body: { message: 'No' }, when });
		}
		const result = await testEnv.run({ parameters: sendSms(), items, node, isRouted });
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			upTo(6).map((item) => ({ item })),
		);
		for (const index of [1, 4]) {
			const { error, details, ...others } = result.json[index];
			expect(error).toMatch(
				new RegExp(`\\[item ${index} \\(the ${index === 1 ? '2nd' : '5th'}\\)\\]$`),
			);
			expect(details).toContain(`Contact ID: ${String(items[index].contactId)}. Type: SMS.`);
			expect(others).toEqual({});
		}
		expect(result.json.filter(({ skipped }) => skipped === false)).toHaveLength(4);
	});

	it('contain it for checks before sending, as it was entered', async () => {
		const items = [
			{ address: 'ana.ferreira@mail.example', text: 'Hello' },
			{ address: 'nobody@mail.example', text: 'Hello' },
			{ address: 'ana.ferreira@mail.example', text: ' ' },
		];
		const parameters = sendSms({ contactId: byPhoneOrEmail });
		const result = await testEnv.run({ parameters, items, node, isRouted });
		expect(result.json[0]).toMatchObject({ contactId: SEED.contactId, skipped: false });
		for (const index of [1, 2]) {
			expect(Object.keys(result.json[index]).sort()).toEqual(['details', 'error']);
			expect(result.json[index].details).toContain(`Contact: ${items[index].address}. Type: SMS.`);
		}
		expect(sendRequests(result)).toHaveLength(1);
	});
});

it('returns failed items in the error output with their recipient', async () => {
	const items = addRecipients(testEnv.sandbox, 3);
	testEnv.sandbox.faults.add({
		path: SEND_PATH,
		status: 400,
		body: { message: 'Missing phone number' },
		when: to(items[2].contactId),
	});
	const node = { onError: 'continueErrorOutput' as const };
	const result = await testEnv.run({ parameters: sendSms(), items, node });
	expect(result.json).toHaveLength(2);
	expect(result.errorItems.map(({ json }) => json.details)).toEqual([
		expect.stringContaining(`Contact ID: ${String(items[2].contactId)}. Type: SMS.`),
	]);
	expect(result.errorItems[0].pairedItem).toEqual({ item: 2 });
});

describe('an item of several messages', () => {
	const message = 'One\n\nTwo\n\nThree';
	const options = { splitText: { values: { by: 'paragraph' } } };
	const node = { onError: 'continueRegularOutput' as const };

	it.each([
		['texts', { message, options }, 'SMS', 3],
		[
			'WhatsApp media',
			{
				type: 'WhatsApp',
				additionalFields: {
					attachments: ['https://files.example/a.jpg', 'https://files.example/b.pdf'],
				},
			},
			'WhatsApp',
			2,
		],
	])('(%s) contains the recipient of all of them', async (_, parameters, type, count) => {
		const items = addRecipients(testEnv.sandbox, 2);
		const { json } = await testEnv.run({ parameters: sendSms(parameters), items });
		for (const [index, item] of json.entries()) {
			expect(item.messageIds).toHaveLength(count);
			expect(item).toMatchObject({ contactId: items[index].contactId, type, skipped: false });
		}
	});

	it('of which one failed reports which were sent and to whom, and the other items are sent', async () => {
		const items = addRecipients(testEnv.sandbox, 3);
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			status: 422,
			body: { message: 'No' },
			when: ({ body }) =>
				to(items[1].contactId)({ body }) && (body as IDataObject).message === 'Two',
		});
		const parameters = sendSms({ message, options });
		const { json } = await testEnv.run({ parameters, items, node });
		expect(json.map(({ messageIds }) => (messageIds as string[] | undefined)?.length)).toEqual([
			3,
			undefined,
			3,
		]);
		expect(Object.keys(json[1]).sort()).toEqual(['details', 'error']);
		expect(json[1].error).toMatch(/message 2 of 3/);
		expect(json[1].details).toMatch(/1 of the 3 messages of this item were sent \(\w+\)/);
		expect(json[1].details).toContain(`Contact ID: ${String(items[1].contactId)}. Type: SMS.`);
	});
});

describe('a run that stops', () => {
	it('reports how many were sent, skipped and not sent, and what to do', async () => {
		const items = addRecipients(testEnv.sandbox, 30);
		items[3].contactId = SEED.dndContactId;
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			status: 422,
			body: { message: 'No' },
			when: to(items[15].contactId),
		});
		const parameters = sendSms({ options: { onDoNotDisturb: 'skip' } });
		const result = await testEnv.run({ parameters, items });
		expect(result.error?.message).toMatch(/\[item 15 \(the 16th\)\]/);
		const sent = sendRequests(result).length - 2;
		expect(result.error?.description).toContain(
			`${sent} were sent, 1 were skipped, ${30 - sent - 2} were not sent.`,
		);
		expect(result.error?.description).toMatch(/'Skip If Sent Within'.*'On Error'/);
	});

	it.each([
		['a value', { text: ' ' }, /'Message' is empty/],
		['an expression', { text: null }, /Referenced node/],
	])('for %s of a later batch includes the earlier batches', async (_, wrong, message) => {
		const items: IDataObject[] = addRecipients(testEnv.sandbox, 6);
		Object.assign(items[4], wrong);
		const parameters = sendSms({
			message: "={{ $json.text === null ? $('Nowhere').first().json.a : $json.text }}",
			requestOptions: { batching: { batch: { batchSize: 2, batchInterval: 1 } } },
		});
		const result = await testEnv.run({ parameters, items });
		expect(result.error?.message).toMatch(message);
		expect(sendRequests(result)).toHaveLength(4);
		expect(result.error?.description).toContain('4 were sent, 0 were skipped, 1 were not sent.');
	});

	it('before anything was sent says so', async () => {
		const items = addRecipients(testEnv.sandbox, 4);
		items[2].text = ' ';
		const { error, requests } = await testEnv.run({ parameters: sendSms(), items });
		expect(requests).toEqual([]);
		expect(error?.description).toContain('0 were sent, 0 were skipped, 3 were not sent.');
	});
});

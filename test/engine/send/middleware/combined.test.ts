import type { IDataObject, INode } from 'n8n-workflow';

import { SEED } from '../../../../sandbox';
import { addRecipients, EXPORT_PATH, SEND_PATH, sendSms, upTo } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { sendRequests, recordMessage, sendEmail } from './messages';

const testEnv = useTestEnv();

/** All day except one minute, because the test may run at any time. */
const [from, to] = [0, 1].map((more) =>
	new Date(Date.now() + (12 * 60 + more) * 60_000).toISOString().slice(11, 16),
);
const always = { quietHours: { hours: { from: to, to: from } } };
const options = { skipIfSent: 24, onDoNotDisturb: 'skip', ...always };
const after = "={{ $('Feeder').item.json.index }}";

/** Ten items: sent before, Do Not Disturb, no phone, and the one before last twice. */
function mixed(): IDataObject[] {
	const items: IDataObject[] = addRecipients(testEnv.sandbox, 10);
	recordMessage(testEnv.sandbox, items[1], {});
	items[3].contactId = SEED.dndContactId;
	items[5].contactId = SEED.noPhoneContactId;
	items[9] = { ...items[8], index: 9 };
	return items;
}

/** The status of each item. */
const fates = (json: IDataObject[]) =>
	json.map(({ reason, error, scheduledFor, messageId }) =>
		error ? 'failed' : (reason ?? (scheduledFor && messageId ? 'scheduled' : undefined)),
	);
const MIXED = upTo(10).map((index) => {
	if (index === 1 || index === 9) return 'already sent';
	return { 3: 'do not disturb', 5: 'failed' }[index] ?? 'scheduled';
});

describe('all options of Send combined', () => {
	const run = async (node: Partial<INode>, more: object = {}, items = mixed()) =>
		await testEnv.run({ parameters: sendSms({ options, ...more }), items, node, after });

	it('return an item for every item if the node continues on errors', async () => {
		const result = await run({ onError: 'continueRegularOutput' });
		expect(fates(result.json)).toEqual(MIXED);
		expect(result.after).toEqual(upTo(10));
		expect(sendRequests(result)).toHaveLength(8);
		const read = result.requests.filter(({ path }) => path === EXPORT_PATH);
		expect(read).toHaveLength(1);
	});

	it('return skipped items in the main output, and failed ones in the error output', async () => {
		const result = await run({ onError: 'continueErrorOutput' });
		expect(fates(result.json)).toEqual(MIXED.filter((fate) => fate !== 'failed'));
		expect(result.errorAfter).toEqual([5]);
		expect(result.after).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
	});

	it("work in n8n's own batches, with one read for all batches", async () => {
		const requestOptions = { batching: { batch: { batchSize: 3, batchInterval: 20 } } };
		const result = await run({ onError: 'continueRegularOutput' }, { requestOptions });
		expect(fates(result.json)).toEqual(MIXED);
		expect(result.requests.filter(({ path }) => path === EXPORT_PATH)).toHaveLength(1);
	});

	it("send nothing twice under n8n's 'Retry On Fail'", async () => {
		const items = mixed().filter((_, index) => index !== 5);
		testEnv.sandbox.faults.add({ path: SEND_PATH, skip: 4, status: 422, body: { message: 'No' } });
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const result = await run(node, {}, items);
		expect(result.status).toBe('success');
		// What the first try sent comes out as sent, though HighLevel's list shows it by now.
		expect(fates(result.json)).toEqual(MIXED.filter((_, index) => index !== 5));
		const { state } = testEnv.sandbox;
		const sent = [...state.messages.values()].filter(({ source }) => source === 'api');
		expect(new Set(sent.map(({ contactId }) => contactId)).size).toBe(sent.length);
	});

	it("send nothing twice in batches that continue on errors if 'Retry On Fail' restarts all of them", async () => {
		const items = mixed();
		// n8n retries from the first item, which has failed.
		items[0].contactId = SEED.noPhoneContactId;
		const requestOptions = { batching: { batch: { batchSize: 3, batchInterval: 20 } } };
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const result = await run(
			{ ...node, onError: 'continueRegularOutput' },
			{ requestOptions },
			items,
		);
		const read = result.requests.filter(({ path }) => path === EXPORT_PATH);
		expect(read).toHaveLength(3);
		expect(fates(result.json)).toEqual(MIXED.map((fate, index) => (index === 0 ? 'failed' : fate)));
		const { state } = testEnv.sandbox;
		const sent = [...state.messages.values()].filter(({ source }) => source === 'api');
		expect(new Set(sent.map(({ contactId }) => contactId)).size).toBe(sent.length);
	});

	it('prevent an agent from repeating itself', async () => {
		const { replies, requests } = await testEnv.callTool({
			parameters: sendSms({ options, message: "={{ $fromAI('text', '', 'string') }}" }),
			calls: [{ text: 'Hello!' }, { text: 'Hello!' }],
			way: 'run by the engine',
		});
		expect(replies[0]).toMatch(/scheduledFor/);
		expect(replies[1]).toMatch(/already sent/);
		expect(sendRequests({ requests })).toHaveLength(1);
	});

	it('work for emails, too', async () => {
		const { state } = testEnv.sandbox;
		const items = [SEED.emailContactId, SEED.unsubscribedContactId, SEED.contactId].map(
			(contactId) => ({ contactId }),
		);
		for (const { contactId } of items) Object.assign(state.contacts.get(contactId)!, { dnd: [] });
		const parameters = sendEmail({
			contactId: '={{ $json.contactId }}',
			options: { ...options, skipUnsubscribed: true },
		});
		const first = await testEnv.run({ parameters, items });
		expect(fates(first.json)).toEqual(['scheduled', 'unsubscribed', 'scheduled']);
		const second = await testEnv.run({ parameters, items });
		expect(fates(second.json)).toEqual(['already sent', 'unsubscribed', 'already sent']);
	});
});

describe('several items for one contact', () => {
	it('are sent in the order of the input, even if the first one takes longer to prepare', async () => {
		const { state, locationId, faults } = testEnv.sandbox;
		const contact = state.addContact({ locationId, phone: '+12025550999', email: 'k@example.com' });
		state.addConversation({ locationId, contactId: contact.id });
		const items = [
			{ who: contact.phone, text: 'First' },
			{ who: contact.email, text: 'Second' },
		];
		faults.add({ path: '/conversations/search', delayMs: 300, headers: {} });
		const result = await testEnv.run({
			parameters: sendSms({
				contactId: { __rl: true, mode: 'phoneOrEmail', value: '={{ $json.who }}' },
			}),
			items,
		});
		expect(result.json).toHaveLength(2);
		expect(sendRequests(result).map(({ body }) => (body as IDataObject).message)).toEqual([
			'First',
			'Second',
		]);
	});
});

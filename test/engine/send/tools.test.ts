import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { byId, getConversation, SEND_PATH, sendSms } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const parameters = sendSms({
	contactId: "={{ $fromAI('contact', 'Whom to write to', 'string') }}",
	message: "={{ $fromAI('text', 'What to say', 'string') }}",
});
const call = (text: string) => ({ contact: SEED.contactId, text });
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

describe.each(['called by the agent', 'run by the engine'] as const)('tool %s', (way) => {
	const textsAfter = async (calls: ReturnType<typeof call>[], node = {}) => {
		const { replies, requests } = await testEnv.callTool({ parameters, node, calls, way });
		return {
			replies,
			texts: requests.map(({ body }) => (body as { message?: string }).message),
		};
	};

	it('sends what the model has set', async () => {
		const { replies, texts } = await textsAfter([call('One'), call('Two')]);
		expect(texts).toEqual(['One', 'Two']);
		for (const reply of replies) expect(reply).toMatch(/messageId/);
	});

	it('looks up a contact by phone or email, and sends nothing if no contact matches', async () => {
		const locator = { mode: 'phoneOrEmail', value: "={{ $fromAI('contact', 'Their email') }}" };
		const calls = ['ana.ferreira@mail.example', 'nobody@mail.example'].map((contact) => ({
			contact,
			text: 'Hello',
		}));
		const { replies, requests } = await testEnv.callTool({
			parameters: { ...parameters, contactId: { __rl: true, ...locator } as INodeParameters },
			calls,
			way,
		});
		const sent = requests.filter(({ path }) => path === SEND_PATH);
		expect(sent.map(({ body }) => body)).toEqual([
			{
				type: 'SMS',
				contactId: SEED.contactId,
				message: 'Hello',
				locationId: SEED.locationId,
			},
		]);
		expect(replies[1]).toMatch(/No contact has the phone or email 'nobody@mail.example'/);
	});

	it.each([
		['By ID', 'id'],
		['From List', 'list'],
		['By Phone or Email', 'phoneOrEmail'],
		['a plain text', undefined],
	])('takes an ID, a phone number or an email address, with the mode %s', async (_, mode) => {
		const value = "={{ $fromAI('contact', 'Whom to write to', 'string') }}";
		const contactId = mode === undefined ? value : { __rl: true, mode, value };
		const { phone, email } = testEnv.sandbox.state.contacts.get(SEED.contactId)!;
		const calls = [SEED.contactId, String(phone), String(email)].map((contact) => ({
			contact,
			text: 'Hello',
		}));
		const { replies, requests } = await testEnv.callTool({
			parameters: { ...parameters, contactId: contactId as INodeParameters },
			calls,
			way,
		});
		for (const reply of replies) expect(reply).toMatch(/messageId/);
		const sent = requests.filter(({ path }) => path === SEND_PATH);
		expect(sent.map(({ body }) => (body as { contactId: string }).contactId)).toEqual([
			SEED.contactId,
			SEED.contactId,
			SEED.contactId,
		]);
	});

	it('sends once with Retry On Fail if HighLevel may have processed it', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 500, processed: true, times: 9 });
		const { replies, texts } = await textsAfter([call('One')], retrying);
		expect(texts).toEqual(['One']);
		expect(replies[0]).toMatch(/temporarily unavailable/);
		expect(replies[0]).toMatch(/may have been processed/);
	});

	it('sends again with Retry On Fail if HighLevel rejected it', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 422, body: { message: 'No' }, times: 2 });
		const { replies, texts } = await textsAfter([call('One')], retrying);
		expect(texts).toEqual(['One', 'One', 'One']);
		expect(replies[0]).toMatch(/messageId/);
	});

	it.each<[string, object, object, RegExp[]]>([
		[
			'an empty field',
			{ text: ' ' },
			{},
			[/'Message' is empty/, /Enter a text, or add 'Attachments'/],
		],
		[
			'a contact that HighLevel does not have',
			{ contact: 'gone' },
			{},
			[/could not find the contact/, /HighLevel said: .+\./, /use its current ID\./],
		],
		[
			'a refusal',
			{},
			{ status: 400, body: { message: 'Missing phone number' } },
			[/no valid phone number/, /HighLevel said: Missing phone number\./, /another 'Type'\./],
		],
		[
			'a message that may have gone out',
			{},
			{ status: 504, processed: true },
			[/it may have been processed/, /so it was not retried\./],
		],
		[
			'a server that cannot be reached',
			{},
			{ disconnect: 'after' },
			[/connection to HighLevel was lost/, /it may have been processed/],
		],
	])('tells the model what happened and what to do after %s', async (_, given, fault, texts) => {
		if (Object.keys(fault).length > 0) {
			testEnv.sandbox.faults.add({ path: SEND_PATH, times: 9, ...fault });
		}
		for (const node of [{}, retrying]) {
			const { replies } = await textsAfter([{ ...call('Hello'), ...given }], node);
			for (const text of texts) expect(replies[0]).toMatch(text);
			expect(replies[0]).not.toMatch(/\[item/);
		}
	});

	it('tells the model so of other operations, too', async () => {
		const { replies } = await testEnv.callTool({
			parameters: getConversation({
				conversationId: byId("={{ $fromAI('conversation', 'Its ID', 'string') }}"),
			}),
			calls: [{ conversation: 'gone' }, { conversation: SEED.conversationId }],
			way,
		});
		expect(replies[0]).toMatch(/could not find the conversation.*HighLevel said: .*'Contact ID'/);
		expect(replies[1]).toContain(SEED.contactId);
	});

	it("does the same with 'On Error' set to 'Continue'", async () => {
		const node = { onError: 'continueRegularOutput' };
		const { replies } = await textsAfter([call(' ')], node);
		expect(replies[0]).toMatch(/'Message' is empty.*Enter a text/);
	});

	it('sends two equal calls twice, also if the first failed', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 500, processed: true });
		const { replies, texts } = await textsAfter([call('One'), call('One')], retrying);
		expect(texts).toEqual(['One', 'One']);
		expect(replies[1]).toMatch(/messageId/);
	});
});

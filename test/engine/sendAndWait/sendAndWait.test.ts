import { WAIT_INDEFINITELY } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { lastBody, linksIn, submitForm, questionsIn } from './askQuestion';
import { byId } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();
const { ask, sends, links } = questionsIn(testEnv);
const decline = { approvalOptions: { values: { approvalType: 'double' } } };
const answered = (data: IDataObject) => ({
	data: { ...data, respondedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
	messageId: expect.any(String),
	conversationId: SEED.conversationId,
	contactId: SEED.contactId,
	type: 'SMS',
	skipped: false,
});

describe('message', () => {
	test.each(['SMS', 'WhatsApp', 'RCS', 'IG', 'FB', 'Live_Chat'])(
		'of the type %s contains the text and one link',
		async (type) => {
			const parked = await ask({ type, ...decline });
			expect(parked.error).toBeUndefined();
			expect(parked.status).toBe('waiting');
			expect(parked.waitsUntil).toBe(WAIT_INDEFINITELY.getTime());
			expect(sends()).toHaveLength(1);
			const text = /^Shall we go ahead\?\n\nRespond: http:\S+$/;
			expect(sends()[0].body).toEqual({
				...{ type, contactId: SEED.contactId, locationId: SEED.locationId },
				message: expect.stringMatching(text),
			});
		},
	);

	test('contains only plain text', async () => {
		const parked = await ask({ message: '={{ ({ a: 1 }) }}' });
		expect(parked.error?.message).toMatch(/'Message' must be text, but is an object/);
		expect(sends()).toEqual([]);
	});

	test('of the type Custom uses its provider', async () => {
		await ask({ type: 'Custom', conversationProviderId: SEED.providerId });
		expect(sends()[0].body).toMatchObject({ conversationProviderId: SEED.providerId });
	});

	test('of the type Email has a button for each answer, and escapes texts', async () => {
		await ask({
			...{ type: 'Email', contactId: byId(SEED.emailContactId), subject: 'Quote' },
			message: 'Cheap & <b>good</b>?\nSay so.',
			approvalOptions: {
				values: { approvalType: 'double', approveLabel: 'Yes "sir"', disapproveLabel: 'No' },
			},
			additionalFields: { emailFrom: 'Mia <mia@example.com>', threadId: '' },
		});
		const { html, message, ...rest } = lastBody(testEnv.sandbox);
		expect(rest).toEqual({
			...{ type: 'Email', subject: 'Quote', emailFrom: 'Mia <mia@example.com>' },
			contactId: SEED.emailContactId,
			locationId: SEED.locationId,
		});
		expect(html).toContain('Cheap &amp; &lt;b&gt;good&lt;/b&gt;?\nSay so.');
		expect(html).toContain('>Yes &quot;sir&quot;</a>');
		expect(html).toContain('>No</a>');
		const [yes, no] = linksIn(html ?? '').map((link) => new URL(link).searchParams);
		expect(yes.get('approved')).toBe('true');
		expect(no.get('approved')).toBe('false');
		expect(message).toMatch(/^Cheap & <b>good<\/b>\?\nSay so\.\n\nRespond: http:\S+$/);
	});

	test('of a form in an email has one button', async () => {
		await ask({
			...{ type: 'Email', contactId: byId(SEED.emailContactId), responseType: 'freeText' },
			options: { messageButtonLabel: 'Answer now' },
		});
		expect(links()).toHaveLength(1);
		expect(lastBody(testEnv.sandbox).html).toContain('>Answer now</a>');
	});

	test('has a label before its link even if none is set', async () => {
		await ask({ options: { messageButtonLabel: ' ' } });
		expect(sends()[0].body).toMatchObject({
			message: expect.stringContaining('\n\nRespond: http'),
		});
	});

	test('has no field of another type if the type is an expression', async () => {
		await ask({ type: '={{ "SMS" }}', subject: 'Quote', conversationProviderId: 'none' });
		const message = expect.stringMatching(/^Shall we go ahead/);
		expect(sends()[0].body).toEqual({
			...{ type: 'SMS', contactId: SEED.contactId, locationId: SEED.locationId, message },
		});
	});

	test('accepts the contact by phone or email, and expressions', async () => {
		const contactId = { __rl: true, mode: 'phoneOrEmail', value: '={{ $json.phone }}' };
		const items = [{ phone: '+12025550101', text: 'Hello?' }];
		const parked = await ask({ contactId, message: '={{ $json.text }}' }, { items });
		expect(parked.error).toBeUndefined();
		expect(sends()[0].body).toMatchObject({
			contactId: SEED.contactId,
			message: expect.stringMatching(/^Hello\?\n/),
		});
	});
});

describe('answer', () => {
	test.each([
		['approves', 'true', true],
		['declines', 'false', false],
	])('%s', async (_, value, approved) => {
		const parked = await ask(decline);
		const { status, page } = await submitForm(links()[0], { approved: value });
		expect(status).toBe(200);
		expect(page).toContain('<h1>Thank you</h1>');
		expect(parked.resumed.map(([{ json }]) => json)).toEqual([answered({ approved })]);
	});

	test('returns the text as it was written', async () => {
		const parked = await ask({ responseType: 'freeText' });
		await submitForm(links()[0], { 'field-0': ' Tuesday\nor later ' });
		expect(parked.resumed[0][0].json).toEqual(answered({ text: ' Tuesday\nor later ' }));
	});

	test('returns an output item linked to the input item', async () => {
		const parked = await ask();
		await submitForm(links()[0], { approved: 'true' });
		expect(parked.resumed[0][0].pairedItem).toEqual({ item: 0 });
	});

	test('returns the input item after the deadline', async () => {
		const limitWaitTime = { values: { resumeAmount: 30, resumeUnit: 'minutes' } };
		const parked = await ask({ options: { limitWaitTime } }, { items: [{ quote: 7 }] });
		expect(parked.status).toBe('waiting');
		const minutes = (parked.waitsUntil! - Date.now()) / 60_000;
		expect(minutes).toBeGreaterThan(28);
		expect(minutes).toBeLessThanOrEqual(30);
		await parked.continueExecution();
		expect(parked.status).toBe('success');
		expect(parked.output.map(({ json }) => json)).toEqual([{ quote: 7 }]);
	});

	test("is accepted until a date in the workflow's time zone", async () => {
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime: '2100-01-01T12:00:00' };
		const options = { limitWaitTime: { values } };
		const parked = await ask({ options }, { timezone: 'America/New_York' });
		expect(parked.waitsUntil).toBe(Date.UTC(2100, 0, 1, 17));
	});
});

import { WAIT_INDEFINITELY } from 'n8n-workflow';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SEED } from '../../sandbox';
import { lasting } from '../support/lasting';
import { asking, lastBody, linksIn, post } from './asking';
import { byId, REFUSED, SEND_PATH } from './fixtures';
import { ParkedWorkflow, startWorld } from './harness';

const world = lasting(async () => await startWorld());
const started: ParkedWorkflow[] = [];
beforeEach(() => world.sandbox.reset());
afterEach(async () => {
	for (const each of started.splice(0)) await each.stop();
});

async function ask(
	more: INodeParameters = {},
	rest: { items?: IDataObject[]; node?: object; timezone?: string } = {},
) {
	const parked = await ParkedWorkflow.ask(world, { parameters: asking(more), ...rest });
	started.push(parked);
	return parked;
}
const sends = () => world.sandbox.requests.filter(({ path }) => path === SEND_PATH);
const links = () => {
	const { message, html } = lastBody(world.sandbox);
	return linksIn(html ?? message);
};
const decline = { approvalOptions: { values: { approvalType: 'double' } } };
const answered = (data: IDataObject) => ({
	data: { ...data, respondedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
	messageId: expect.any(String),
	conversationId: SEED.conversationId,
});

describe('the message', () => {
	test.each(['SMS', 'WhatsApp', 'RCS', 'IG', 'FB', 'Live_Chat'])(
		'of the type %s is the text and one link',
		async (type) => {
			const parked = await ask({ type, ...decline });
			expect(parked.error).toBeUndefined();
			expect(parked.status).toBe('waiting');
			expect(parked.waitsUntil).toBe(WAIT_INDEFINITELY.getTime());
			expect(sends()).toHaveLength(1);
			const text = /^Shall we go ahead\?\n\nRespond: http:\S+$/;
			expect(sends()[0].body).toEqual({
				...{ type, contactId: SEED.contactId, message: expect.stringMatching(text) },
			});
		},
	);

	test('is a text and nothing else', async () => {
		const parked = await ask({ message: '={{ ({ a: 1 }) }}' });
		expect(parked.error?.message).toMatch(/'Message' takes a text, and got an object/);
		expect(sends()).toEqual([]);
	});

	test('of the type Custom goes through its provider', async () => {
		await ask({ type: 'Custom', conversationProviderId: SEED.providerId });
		expect(sends()[0].body).toMatchObject({ conversationProviderId: SEED.providerId });
	});

	test('of the type Email has a button for each answer, and escapes what it says', async () => {
		await ask({
			...{ type: 'Email', contactId: byId(SEED.emailContactId), subject: 'Quote' },
			message: 'Cheap & <b>good</b>?\nSay so.',
			approvalOptions: {
				values: { approvalType: 'double', approveLabel: 'Yes "sir"', disapproveLabel: 'No' },
			},
			additionalFields: { emailFrom: 'Mia <mia@example.com>', threadId: '' },
		});
		const { html, message, ...rest } = lastBody(world.sandbox);
		expect(rest).toEqual({
			...{ type: 'Email', subject: 'Quote', emailFrom: 'Mia <mia@example.com>' },
			contactId: SEED.emailContactId,
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
		expect(lastBody(world.sandbox).html).toContain('>Answer now</a>');
	});

	test('has no field of another type where the type comes from an expression', async () => {
		await ask({ type: '={{ "SMS" }}', subject: 'Quote', conversationProviderId: 'none' });
		const message = expect.stringMatching(/^Shall we go ahead/);
		expect(sends()[0].body).toEqual({ type: 'SMS', contactId: SEED.contactId, message });
	});

	test('takes the contact by phone or email, and expressions', async () => {
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

describe('the answer', () => {
	test.each([
		['approves', 'true', true],
		['declines', 'false', false],
	])('%s', async (_, value, approved) => {
		const parked = await ask(decline);
		const { status, page } = await post(links()[0], { approved: value });
		expect(status).toBe(200);
		expect(page).toContain('<h1>Thank you</h1>');
		expect(parked.resumed.map(([{ json }]) => json)).toEqual([answered({ approved })]);
	});

	test('is a text as it was written', async () => {
		const parked = await ask({ responseType: 'freeText' });
		await post(links()[0], { 'field-0': ' Tuesday\nor later ' });
		expect(parked.resumed[0][0].json).toEqual(answered({ text: ' Tuesday\nor later ' }));
	});

	test('goes on in the workflow, linked to the item that was asked about', async () => {
		const parked = await ask();
		await post(links()[0], { approved: 'true' });
		expect(parked.resumed[0][0].pairedItem).toEqual({ item: 0 });
	});

	test('is not there when the time is up: the input passes through', async () => {
		const limitWaitTime = { values: { resumeAmount: 30, resumeUnit: 'minutes' } };
		const parked = await ask({ options: { limitWaitTime } }, { items: [{ quote: 7 }] });
		expect(parked.status).toBe('waiting');
		const minutes = (parked.waitsUntil! - Date.now()) / 60_000;
		expect(minutes).toBeGreaterThan(28);
		expect(minutes).toBeLessThanOrEqual(30);
		await parked.goOn();
		expect(parked.status).toBe('success');
		expect(parked.output.map(({ json }) => json)).toEqual([{ quote: 7 }]);
	});

	test("may come until a date, in the workflow's time zone", async () => {
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime: '2100-01-01T12:00:00' };
		const options = { limitWaitTime: { values } };
		const parked = await ask({ options }, { timezone: 'America/New_York' });
		expect(parked.waitsUntil).toBe(Date.UTC(2100, 0, 1, 17));
	});
});

describe('Nothing is sent, and the execution does not wait,', () => {
	const limited = (values: INodeParameters) => ({ options: { limitWaitTime: { values } } });
	const form = (...values: INodeParameters[]) => ({
		responseType: 'customForm',
		formFields: { values },
	});
	const json = (jsonOutput: string) => ({
		responseType: 'customForm',
		...{ defineForm: 'json', jsonOutput },
	});

	test.each<[string, INodeParameters, RegExp]>([
		['without a contact', { contactId: byId('={{ $json.nobody }}') }, /'Contact' is empty/],
		['without a message', { message: ' ' }, /'Message' is empty/],
		['without a provider', { type: 'Custom' }, /'Conversation Provider ID' is empty/],
		['without form elements', form(), /'Form Elements' holds no list/],
		['for a form in broken JSON', json('[{'), /'Form Fields' holds no list/],
		['for an element without a label', form({ fieldLabel: ' ' }), /Form element 1 has no 'Label'/],
		[
			'for an element of another type',
			json('[{ "fieldLabel": "A" }, { "fieldLabel": "B", "fieldType": "html" }]'),
			/Form element 2 \(B\) is of the type 'html'/,
		],
		[
			'for a list without choices',
			form({ fieldLabel: 'Day', fieldType: 'dropdown' }),
			/Form element 1 \(Day\) has no 'Field Options'/,
		],
		[
			'for two elements of one name',
			form({ fieldLabel: 'Day' }, { fieldLabel: 'Other', fieldName: 'Day' }),
			/Two form elements have the name 'Day'/,
		],
		[
			'for a limit that has passed',
			limited({ limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' }),
			/'Max Date and Time' lies in the past/,
		],
		['for no time', limited({ resumeAmount: 0 }), /'Limit Wait Time' is no time to wait/],
	])('%s', async (_, parameters, message) => {
		const parked = await ask(parameters);
		expect(parked.error?.message).toMatch(message);
		expect(parked.error?.message).toContain('[item 0]');
		expect(parked.status).toBe('error');
		expect(sends()).toEqual([]);
	});

	test('for several items', async () => {
		const parked = await ask({}, { items: [{}, {}, {}] });
		expect(parked.error?.message).toMatch(/asks about one item at a time, and got 3/);
		expect(sends()).toEqual([]);
		const node = { onError: 'continueErrorOutput' };
		expect((await ask({}, { items: [{}, {}], node })).status).toBe('success');
		expect(sends()).toEqual([]);
		const once = await ask({}, { items: [{}, {}], node: { executeOnce: true } });
		expect(once.status).toBe('waiting');
		expect(sends()).toHaveLength(1);
	});
});

describe('A send that fails', () => {
	test("does not wait, and says what HighLevel said, as Send's does", async () => {
		const parked = await ask({ contactId: byId(SEED.dndContactId) });
		expect(parked.status).toBe('error');
		expect(parked.error?.message).toBe('The contact has Do Not Disturb on [item 0]');
		expect(parked.waitsUntil).toBeUndefined();
	});

	test('goes on as a failed item where the node continues', async () => {
		const node = { onError: 'continueRegularOutput' };
		const parked = await ask({ contactId: byId(SEED.dndContactId) }, { node });
		expect(parked.status).toBe('success');
		expect(parked.output[0].json.error).toMatch(/Do Not Disturb/);
	});

	test('is repeated after a refusal by the rate limit, not after a broken connection', async () => {
		world.sandbox.faults.add({ path: SEND_PATH, ...REFUSED });
		expect((await ask()).status).toBe('waiting');
		expect(sends()).toHaveLength(2);
		world.sandbox.faults.add({ path: SEND_PATH, disconnect: 'after' });
		const parked = await ask({}, { node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 } });
		expect(parked.status).toBe('error');
		expect(parked.error?.description).toMatch(/may have been processed/);
		expect(sends()).toHaveLength(3);
	});

	test("keeps to n8n's own node options", async () => {
		world.sandbox.faults.add({ path: SEND_PATH, hang: true });
		const slow = await ask({ requestOptions: { timeout: 150 } });
		expect(slow.error?.description).toMatch(/may have been processed/);
		world.sandbox.faults.clear();
		const before = sends().length;
		const astray = await ask({ requestOptions: { proxy: 'nowhere' } });
		expect(astray.error?.message).toMatch(/'Proxy' is not a URL/);
		const viaProxy = await ask({ requestOptions: { proxy: 'http://127.0.0.1:9' } });
		expect(viaProxy.error?.message).toBe('HighLevel could not be reached [item 0]');
		expect(sends()).toHaveLength(before);
	});
});

import type { INodeParameters } from 'n8n-workflow';
import { waitFor } from '../../support/waitFor';
import { questionParameters, lastBody, linksIn, submitForm } from './askQuestion';
import { ParkedWorkflow, useTestEnv } from '../harness';

const testEnv = useTestEnv();
let parked: ParkedWorkflow;
afterEach(async () => await parked.stop());

/** Asks, and returns the link. */
async function ask(more: INodeParameters = {}): Promise<string> {
	parked = await ParkedWorkflow.ask(testEnv, { parameters: questionParameters(more) });
	expect(parked.error).toBeUndefined();
	return linksIn(lastBody(testEnv.sandbox).message)[0];
}
const open = async (link: string, method = 'GET') => {
	const reply = await fetch(link, { method });
	return { status: reply.status, headers: reply.headers, page: await reply.text() };
};
const form = (...values: INodeParameters[]): INodeParameters => ({
	responseType: 'customForm',
	formFields: { values },
});
const choices = (...options: string[]) => ({
	fieldOptions: { values: options.map((option) => ({ option })) },
});
const data = () => parked.resumed[0][0].json.data;

describe('opening the page', () => {
	test('submits nothing, however often, and with any button of an email', async () => {
		const link = await ask({ approvalOptions: { values: { approvalType: 'double' } } });
		for (const url of [link, `${link}&approved=true`, `${link}&approved=false`]) {
			expect((await open(url)).status).toBe(200);
			expect((await open(url, 'HEAD')).status).toBe(200);
		}
		expect(parked.resumed).toEqual([]);
		await submitForm(link, { approved: 'true' });
		expect(parked.resumed).toHaveLength(1);
	});

	test('highlights the answer whose button was pressed', async () => {
		const link = await ask({ approvalOptions: { values: { approvalType: 'double' } } });
		const main = async (query: string) =>
			/<button [^>]*class="main">(\w+)</.exec((await open(link + query)).page)?.[1];
		expect(await main('')).toBe('Approve');
		expect(await main('&approved=true')).toBe('Approve');
		expect(await main('&approved=false')).toBe('Decline');
	});

	test('is not cached, framed, indexed or sent as a referrer', async () => {
		const { headers, page } = await open(await ask());
		expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
		expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
		expect(headers.get('cache-control')).toBe('no-store');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('x-robots-tag')).toContain('noindex');
		for (const secret of [testEnv.sandbox.token, 'cAnaF3rreira7Qw1Ex5Z', 'HighLevel', 'Feeder'])
			expect(page).not.toContain(secret);
	});
});

describe('a text of the workflow', () => {
	const EVIL = `</title><script>alert("1")</script>' onload='x`;

	test('is escaped everywhere', async () => {
		const everywhere = form({
			...{ fieldLabel: EVIL, placeholder: EVIL, defaultValue: EVIL },
			fieldType: 'text',
		});
		const link = await ask({
			...everywhere,
			message: EVIL,
			options: { responseFormTitle: EVIL, responseFormButtonLabel: EVIL },
		});
		const { page } = await open(link);
		expect(page.match(/<script/g)).toHaveLength(1);
		expect(page).not.toContain("' onload=");
		const { page: again } = await submitForm(link, { 'field-0': '' });
		expect(again).toContain('Thank you');
	});

	test('can be the title, the text and the button', async () => {
		const options = {
			responseFormTitle: 'Your visit',
			responseFormDescription: 'Two lines,\\nplease',
			responseFormButtonLabel: 'Send it',
		};
		const { page } = await open(await ask({ responseType: 'freeText', options }));
		expect(page).toContain('<title>Your visit</title>');
		expect(page).toContain('>Two lines,\nplease<');
		expect(page).toContain('>Send it</button>');
		expect(page).not.toContain('Shall we go ahead?');
	});
});

describe('a form', () => {
	const ELEMENTS = [
		{ fieldLabel: 'Name', fieldType: 'text', requiredField: true },
		{ fieldLabel: 'Mail', fieldType: 'email' },
		{ fieldLabel: 'Guests', fieldType: 'number', fieldName: 'guests' },
		{ fieldLabel: 'Day', fieldType: 'date' },
		{ fieldLabel: 'Time', fieldType: 'dropdown', ...choices('Morning', 'Evening') },
		{ fieldLabel: 'Food', fieldType: 'radio', ...choices('Fish', 'None') },
		{ fieldLabel: 'Extras', fieldType: 'checkbox', ...choices('Tea', 'Cake') },
		{ fieldLabel: 'Note', fieldType: 'textarea' },
		{ fieldLabel: 'Plan', fieldType: 'file', acceptFileTypes: '.TXT, .pdf', multipleFiles: true },
	];
	const answer = {
		'field-0': ' Ana ',
		'field-1': 'ana@example.com',
		'field-2': '2.5',
		'field-3': '2026-12-24',
		'field-4': 'Evening',
		'field-5': 'None',
		'field-6': ['Tea', 'Cake'],
		'field-7': 'Two\r\nlines',
		'field-8': new File(['hello'], 'plan.txt', { type: 'text/plain' }),
	};

	test.each([
		['in the editor', form(...ELEMENTS)],
		[
			'as JSON',
			{ responseType: 'customForm', defineForm: 'json', jsonOutput: JSON.stringify(ELEMENTS) },
		],
	])("defined %s returns each field in n8n's format", async (_, parameters) => {
		const link = await ask(parameters as INodeParameters);
		expect((await submitForm(link, answer)).status).toBe(200);
		expect(data()).toEqual({
			...{ Name: 'Ana', Mail: 'ana@example.com', guests: 2.5, Day: '2026-12-24' },
			...{ Time: 'Evening', Food: 'None', Extras: ['Tea', 'Cake'], Note: 'Two\nlines' },
			Plan: [{ filename: 'plan.txt', mimetype: 'text/plain', size: 5 }],
			respondedAt: expect.any(String),
		});
		const [item] = parked.resumed[0];
		expect(item.binary?.Plan).toMatchObject({ fileName: 'plan.txt', mimeType: 'text/plain' });
		expect((await testEnv.bytes(item, 'Plan')).toString()).toBe('hello');
	});

	test('submitted empty returns empty values', async () => {
		const link = await ask(form(...ELEMENTS));
		await submitForm(link, { 'field-0': 'Ana', 'field-2': '', 'field-4': '' });
		expect(data()).toMatchObject({
			...{ guests: null, Day: null, Time: null, Food: null, Extras: [], Plan: [] },
			...{ Mail: '', Note: '' },
		});
	});

	test.each([
		['field-0', ' ', 'Please fill in this field'],
		['field-1', 'ana', 'Please enter an email address'],
		['field-2', 'two', 'Please enter a number'],
		['field-3', '24.12.2026', 'Please enter a date'],
		['field-4', 'Noon', 'Please choose one of the options'],
		['field-8', new File(['x'], 'plan.exe'), 'Please choose files of these types: .txt, .pdf'],
	])(
		'with an invalid %s is shown again, and the execution keeps waiting',
		async (name, value, text) => {
			const link = await ask(form(...ELEMENTS));
			const { status, page } = await submitForm(link, { ...answer, [name]: value });
			expect(status).toBe(422);
			expect(page).toContain(text);
			expect(page).toContain('Two\nlines</textarea>');
			expect(parked.resumed).toEqual([]);
			expect((await submitForm(link, answer)).status).toBe(200);
		},
	);

	test('does not show a submitted password again', async () => {
		const link = await ask(
			form(
				{ fieldLabel: 'PIN', fieldType: 'password' },
				{ fieldLabel: 'Name', requiredField: true },
			),
		);
		const { page } = await submitForm(link, { 'field-0': 'secret-1234', 'field-1': '' });
		expect(page).not.toContain('secret-1234');
		expect(page).toContain('type="password"');
	});

	test('ignores values of other fields', async () => {
		const link = await ask(form({ fieldLabel: '__proto__' }, { fieldLabel: 'respondedAt' }));
		await submitForm(link, {
			...{ 'field-0': 'x', 'field-1': 'never', 'field-7': 'y', approved: 'true' },
		});
		const found = data() as Record<string, unknown>;
		expect(Object.keys(found).sort()).toEqual(['__proto__', 'respondedAt']);
		expect(found.respondedAt).toMatch(/^\d{4}-/);
	});
});

describe('an answer is rejected with a reason', () => {
	const double = { approvalOptions: { values: { approvalType: 'double' } } };

	test.each([
		['no answer', {}],
		['an answer that was not offered', { approved: 'false' }],
	])('for %s', async (_, values) => {
		const { status, page } = await submitForm(await ask(), values);
		expect(status).toBe(422);
		expect(page).toContain('Please choose an answer');
		expect(parked.resumed).toEqual([]);
	});

	test('for the second of two answers sent at the same time', async () => {
		const link = await ask(double);
		const submit = async (approved: string) => await submitForm(link, { approved });
		const replies = await Promise.all(['false', 'true'].map(submit));
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(replies.find(({ status }) => status === 409)?.page).toContain(
			'This question is no longer open',
		);
		expect(parked.resumed).toHaveLength(1);
	});

	test('for the link of another question of the same node', async () => {
		const link = await ask();
		const earlier = link.replace(/question=[^&]+/, 'question=earlier');
		const submitted = await submitForm(earlier, { approved: 'true' });
		for (const { status, page } of [await open(earlier), submitted]) {
			expect(status).toBe(410);
			expect(page).toContain('This question is no longer open');
		}
		expect(parked.resumed).toEqual([]);
	});

	test('after the deadline, even before n8n resumes the execution', async () => {
		const limitWaitTime = { values: { resumeAmount: 0.0001, resumeUnit: 'minutes' } };
		const link = await ask({ options: { limitWaitTime } });
		await waitFor(() => Date.now() > parked.waitsUntil!);
		const submitted = await submitForm(link, { approved: 'true' });
		for (const { status, page } of [await open(link), submitted]) {
			expect(status).toBe(410);
			expect(page).toContain('The time to answer has ended');
		}
		expect(parked.resumed).toEqual([]);
	});

	test('without an open question', async () => {
		const link = await ask();
		parked.clearNodeContext();
		expect((await submitForm(link, { approved: 'true' })).status).toBe(410);
		expect(parked.resumed).toEqual([]);
	});
});

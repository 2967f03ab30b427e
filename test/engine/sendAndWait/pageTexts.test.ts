import type { INodeParameters } from 'n8n-workflow';

import { waitFor } from '../../support/waitFor';
import { SEED } from '../../../sandbox';
import { byId } from '../fixtures';
import { useTestEnv } from '../harness';
import { lastBody, submitForm, questionsIn } from './askQuestion';

const testEnv = useTestEnv();
const { ask, sends, links } = questionsIn(testEnv);

const open = async (link = links()[0]) => {
	const reply = await fetch(link);
	return { status: reply.status, page: await reply.text() };
};
/** Custom values of every text of the pages. */
const TEXTS: INodeParameters = {
	...{ closedText: 'T-shut', closedTitle: 'H-shut', expiredText: 'T-expired' },
	...{ expiredTitle: 'H-expired', failedText: 'T-failed', failedTitle: 'H-failed' },
	...{ pageTitle: 'H-page', problemAnswer: 'P-yesno', problemDate: 'P-date' },
	...{ problemEmail: 'P-email', problemFile: 'P-file', problemFileType: 'P-type' },
	...{ problemNumber: 'P-number', problemOneFile: 'P-one', problemOption: 'P-option' },
	...{ problemRequired: 'P-required', problemSummary: 'P-check', problemText: 'P-text' },
	...{ freeTextLabel: 'L-words', thankYouTitle: 'H-merci' },
};
const options = (more: INodeParameters = {}): INodeParameters => ({
	...{ pageLanguage: 'ar', pageTexts: { values: TEXTS }, thankYouText: 'T-merci' },
	...more,
});
const form = (...values: INodeParameters[]): INodeParameters => ({
	responseType: 'customForm',
	formFields: { values },
});
/** The default texts of the pages. */
const ENGLISH = /please|thank|closed|answer|received|changed|touch|choose|enter|work/i;

describe('answer pages', () => {
	test('use the language of the option, and its text direction', async () => {
		await ask({ options: options() });
		const { page } = await open();
		expect(page).toMatch(/<html lang="ar" dir="auto">/);
		expect(page.match(/<(?:p|button) [^>]*dir="auto"/g)).toHaveLength(2);
	});

	test('match the language of the email', async () => {
		const email = { type: 'Email', contactId: byId(SEED.emailContactId), subject: 'S' };
		await ask({ ...email, options: options() });
		expect(lastBody(testEnv.sandbox).html).toMatch(
			/^<div [^>]*lang="ar" dir="auto"><p [^>]*dir="auto">/,
		);
	});

	test('use English by default', async () => {
		await ask();
		expect((await open()).page).toMatch(/<html lang="en" dir="auto">/);
	});

	test.each(['', ' ', '={{ undefined }}'])(
		'use English with the language %j',
		async (pageLanguage) => {
			await ask({ options: { pageLanguage } });
			expect((await open()).page).toMatch(/<html lang="en"/);
		},
	);

	test.each(['in German', 'de_DE', '"><script>', 'de-'])(
		'reject the language %j before the question is sent',
		async (pageLanguage) => {
			const parked = await ask({ options: { pageLanguage } });
			expect(parked.status).toBe('error');
			expect(parked.error?.message).toContain("'Page Language'");
			expect(sends()).toEqual([]);
		},
	);

	test('use the texts of the options: question, form, thanks', async () => {
		const approval = { approvalOptions: { values: { approveLabel: 'B-yes' } } };
		const parked = await ask({ message: 'M', ...approval, options: options() });
		const question = await open();
		expect(question.page).toContain('<title>H-page</title>');
		const wrong = await submitForm(links()[0], {});
		expect(wrong.page).toContain('P-yesno');
		const closed = await open(links()[0].replace(/question=[^&]+/, 'question=earlier'));
		expect(closed.page).toMatch(/<h1>H-shut<\/h1>.*T-shut/);
		const failed = await fetch(links()[0], { method: 'POST', body: '{}' });
		const failedPage = await failed.text();
		expect(failedPage).toMatch(/<h1>H-failed<\/h1>.*T-failed/);
		const thanks = await submitForm(links()[0], { approved: 'true' });
		expect(thanks.page).toMatch(/<h1>H-merci<\/h1>.*T-merci/);
		for (const page of [question.page, wrong.page, closed.page, failedPage, thanks.page]) {
			expect(page.replace(/<(style|script)>.*?<\/\1>|<[^>]*>/gs, ' ')).not.toMatch(ENGLISH);
		}
		expect(parked.resumed).toHaveLength(1);
	});

	test('use the texts of the options: free text', async () => {
		const texts = options({ responseFormButtonLabel: 'B-send' });
		await ask({ message: 'M', responseType: 'freeText', options: texts });
		const { page } = await open();
		expect(page).toContain('>L-words<');
		expect(page.replace(/<(style|script)>.*?<\/\1>|<[^>]*>/gs, ' ')).not.toMatch(
			new RegExp(`${ENGLISH.source}|response`, 'i'),
		);
		const wrong = await submitForm(links()[0], {});
		expect(wrong.page).toContain('P-check: L-words');
	});

	test('use the texts of the options: errors in a form', async () => {
		const types = ['text', 'date', 'email', 'number', 'file', 'dropdown'];
		const fields = types.map((fieldType, index) => ({
			...{ fieldLabel: `L${index}`, fieldType, requiredField: true },
			...{ multipleFiles: false, acceptFileTypes: '.pdf' },
			fieldOptions: { values: [{ option: 'O' }] },
		}));
		const texts = options({ responseFormButtonLabel: 'B-send' });
		await ask({ message: 'M', ...form(...fields), options: texts });
		const empty = await submitForm(links()[0], {});
		expect(empty.page.match(/P-required/g)).toHaveLength(6);
		expect(empty.page).toContain('P-check: L0, L1, L2, L3, L4, L5');
		const pdf = new File(['x'], 'x.pdf', { type: 'application/pdf' });
		const wrong = await submitForm(links()[0], {
			...{ 'field-0': ['a', 'b'], 'field-1': 'x', 'field-2': 'x', 'field-3': 'x' },
			...{ 'field-4': [pdf, pdf], 'field-5': 'x' },
		});
		for (const text of ['P-text', 'P-date', 'P-email', 'P-number', 'P-one', 'P-option']) {
			expect(wrong.page).toContain(text);
		}
		const text = await submitForm(links()[0], { 'field-4': 'x' });
		expect(text.page).toContain('P-file<');
		const exe = await submitForm(links()[0], { 'field-4': new File(['x'], 'x.exe') });
		expect(exe.page).toContain('P-type: .pdf<');
		for (const { page } of [empty, wrong, text, exe]) {
			expect(page.replace(/<(style|script)>.*?<\/\1>|<[^>]*>/gs, ' ')).not.toMatch(ENGLISH);
		}
	});

	test('use the texts of the options: deadline passed', async () => {
		const limitWaitTime = { values: { resumeAmount: 0.0001, resumeUnit: 'minutes' } };
		const parked = await ask({ options: options({ limitWaitTime }) });
		await waitFor(() => Date.now() > parked.waitsUntil!);
		expect((await open()).page).toMatch(/<h1>H-expired<\/h1>.*T-expired/);
	});

	test('use the default for an empty text, and escape every text', async () => {
		const values = { thankYouTitle: ' ', pageTitle: '<script>alert(1)</script>' };
		await ask({ options: { pageTexts: { values } } });
		expect((await open()).page.match(/<script/g)).toHaveLength(1);
		expect((await submitForm(links()[0], { approved: 'true' })).page).toContain(
			'<h1>Thank you</h1>',
		);
	});
});

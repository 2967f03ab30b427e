import type { BrowserContext, Page } from 'playwright-core';
import { SEED } from '../../../sandbox';
import {
	askQuestion,
	questionNode,
	linksSent,
	waitUntilWaiting,
	postAnswer,
	statusOf,
} from '../support/questions';
import { launch } from '../support/browser';
import { chain, finished, jsonOf, start } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const DOUBLE = { approvalOptions: { values: { approvalType: 'double' } } };
const SUFFIX = {
	messageId: expect.any(String),
	conversationId: expect.any(String),
	contactId: SEED.contactId,
	type: expect.stringMatching(/^(SMS|Email)$/),
	skipped: false,
};
const PHONE = { width: 390, height: 844 };

/** User agents of link previews and email scanners, which open links before the contact does. */
const PREVIEWS = ['WhatsApp/2.23', 'facebookexternalhit/1.1', 'Mozilla/5.0 (Windows NT 10.0)'];

/** Send and Wait for Response: n8n puts the execution to wait, and a person answers in a browser. */
export function sendAndWait(testEnv: () => TestEnv): void {
	let context: BrowserContext;
	let page: Page;

	const outcome = async (executionId: string, name = 'Ask') => {
		const { status, data } = await finished(testEnv().client, executionId);
		return { status, output: jsonOf(data, name) };
	};
	const answered = (data: object) => ({
		status: 'success',
		output: [{ data: { ...data, respondedAt: expect.any(String) }, ...SUFFIX }],
	});
	const open = async (url: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> => {
		page = await context.newPage();
		await page.setViewportSize(PHONE);
		await page.emulateMedia({ colorScheme });
		await page.goto(url);
	};
	const press = async (name: string): Promise<void> =>
		await page.getByRole('button', { name, exact: true }).click();
	const heading = async (text: string): Promise<void> =>
		await page.getByRole('heading', { name: text }).waitFor();

	describe('Send and Wait', () => {
		beforeAll(async () => (context = await launch(testEnv())), 60_000);
		afterAll(async () => await context?.browser()?.close());
		afterEach(async () => await page?.close());

		test('ignores link previews, accepts an approval on a phone, and then shows that it is done', async () => {
			const { executionId, link } = await askQuestion(testEnv(), DOUBLE);
			for (const agent of PREVIEWS) {
				const reply = await fetch(link, { headers: { 'user-agent': agent } });
				expect(reply.status).toBe(200);
			}
			await fetch(link, { method: 'HEAD' });
			expect(await statusOf(testEnv(), executionId)).toBe('waiting');
			await open(link);
			await page.getByText('Shall we go ahead with the quote of 1,200 EUR?').waitFor();
			// The page is not wider than the screen.
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
			await press('Approve');
			await heading('Thank you');
			expect(await outcome(executionId)).toEqual(answered({ approved: true }));
			await page.goto(link);
			await heading('No action required');
			expect(await outcome(executionId)).toEqual(answered({ approved: true }));
		});

		test('declines by the button of an email, in dark mode', async () => {
			const { executionId, links } = await askQuestion(testEnv(), { ...DOUBLE, type: 'Email' });
			expect(links).toHaveLength(2);
			await open(links[1], 'dark');
			const [background, text] = await page.evaluate<string[]>(
				`[document.body, document.querySelector('p')].map((each, index) =>
					getComputedStyle(each)[index === 0 ? 'backgroundColor' : 'color'])`,
			);
			expect(background).toBe('rgb(27, 28, 31)');
			expect(text).toBe('rgb(232, 233, 235)');
			await press('Decline');
			await heading('Thank you');
			expect(await outcome(executionId)).toEqual(answered({ approved: false }));
		});

		test('accepts a text, if the name of the node has special characters', async () => {
			const name = `It's "{{ $json }}" \\ \`Ä\``;
			const { executionId, link } = await askQuestion(
				testEnv(),
				{ responseType: 'freeText' },
				name,
			);
			await open(link);
			await page.getByLabel('Response').fill('Yes, but "later" <3');
			await press('Submit');
			await heading('Thank you');
			const text = 'Yes, but "later" <3';
			expect(await outcome(executionId, name)).toEqual(answered({ text }));
		});

		test('accepts a form, and shows it again until it is complete', async () => {
			const values = [
				{ fieldLabel: 'Day', fieldType: 'date', requiredField: true },
				{
					...{ fieldLabel: 'Time', fieldType: 'dropdown', requiredField: true },
					fieldOptions: { values: [{ option: 'Morning' }, { option: 'Evening' }] },
				},
				{
					...{ fieldLabel: 'Extras', fieldType: 'checkbox', requiredField: true },
					fieldOptions: { values: [{ option: 'Parking' }, { option: 'Interpreter' }] },
				},
			];
			const { executionId, link } = await askQuestion(testEnv(), {
				...{ responseType: 'customForm', formFields: { values } },
				options: { responseFormTitle: 'When shall we come?' },
			});
			await open(link);
			await page.getByLabel('Day').fill('2026-12-24');
			await page.getByLabel('Time').selectOption('Evening');
			await press('Submit');
			await page.getByRole('alert').getByText('Please fill in this field').waitFor();
			expect(await statusOf(testEnv(), executionId)).toBe('waiting');
			expect(await page.getByLabel('Day').inputValue()).toBe('2026-12-24');
			await page.getByLabel('Parking').check();
			await press('Submit');
			await heading('Thank you');
			const data = { Day: '2026-12-24', Time: 'Evening', Extras: ['Parking'] };
			expect(await outcome(executionId)).toEqual(answered(data));
		});

		test('rejects a changed link', async () => {
			const { executionId, link } = await askQuestion(testEnv());
			const altered = [
				link.replace('question=', 'question=x'),
				link.replace(/signature=./, 'signature=x'),
				link.replace(/&signature=.*/, ''),
				`${link}&approved=true`,
			];
			for (const url of altered) {
				expect((await fetch(url)).status).toBe(401);
				expect((await postAnswer(url, { approved: 'true' })).status).toBe(401);
			}
			expect(await statusOf(testEnv(), executionId)).toBe('waiting');
			await open(altered[0]);
			await heading('Invalid Form Link');
			await postAnswer(link, { approved: 'true' });
			expect(await outcome(executionId)).toEqual(answered({ approved: true }));
		});

		test('accepts the first of two answers sent at the same time', async () => {
			const { executionId, link } = await askQuestion(testEnv(), DOUBLE);
			const replies = await Promise.all(
				['true', 'false'].map(async (approved) => {
					const reply = await postAnswer(link, { approved });
					return { approved, status: reply.status, text: await reply.text() };
				}),
			);
			const taken = replies.filter(({ status }) => status === 200);
			expect(taken.map(({ text }) => text)).toEqual([expect.stringContaining('Thank you')]);
			expect(replies.filter(({ status }) => status === 409)).toHaveLength(1);
			expect(await outcome(executionId)).toEqual(
				answered({ approved: taken[0].approved === 'true' }),
			);
		});

		test('survives a restart of n8n, and continues with the input after the deadline', async () => {
			const unlimited = await askQuestion(testEnv());
			const limitWaitTime = { values: { resumeAmount: 0.03, resumeUnit: 'minutes' } };
			const limited = await start(
				testEnv().client,
				chain(questionNode({ options: { limitWaitTime } })),
			);
			await waitUntilWaiting(testEnv(), limited);
			const [late] = linksSent(testEnv());
			await testEnv().restart();
			expect(await outcome(limited)).toEqual({ status: 'success', output: [{}] });
			expect(await (await postAnswer(late, { approved: 'true' })).text()).toContain(
				'No action required',
			);
			expect(await outcome(limited)).toEqual({ status: 'success', output: [{}] });
			expect(await statusOf(testEnv(), unlimited.executionId)).toBe('waiting');
			await open(unlimited.link);
			await press('Approve');
			await heading('Thank you');
			expect(await outcome(unlimited.executionId)).toEqual(answered({ approved: true }));
		}, 180_000);
	});
}

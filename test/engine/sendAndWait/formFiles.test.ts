/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { rmSync } from 'node:fs';

import type { INodeParameters } from 'n8n-workflow';

import { useTestEnv } from '../harness';
import { submitForm, questionsIn } from './askQuestion';

const testEnv = useTestEnv();
const { ask, sends, links } = questionsIn(testEnv);

const form = (...values: INodeParameters[]): INodeParameters => ({
	responseType: 'customForm',
	formFields: { values },
});
const fileField = (fieldLabel: string, more: INodeParameters = {}): INodeParameters => ({
	fieldLabel,
	fieldType: 'file',
	...more,
});
const file = (content: string, name = `${content}.txt`, type = 'text/plain') =>
	new File([content], name, { type });

/** The contents of the files in the answer, by their binary keys. */
async function contents(parked: Awaited<ReturnType<typeof ask>>) {
	const [item] = parked.resumed[0];
	const keys = Object.keys(item.binary ?? {});
	const read = keys.map(async (key) => [key, String(await testEnv.bytes(item, key))]);
	return Object.fromEntries(await Promise.all(read)) as Record<string, string>;
}

describe('every file of an answer has its own binary key,', () => {
	test.each<[string, string[], string[]]>([
		['names without Latin letters', ['写真', '書類', 'Фото!'], ['__', '___2', '_____']],
		[
			'names that differ by punctuation',
			['My plan', 'My-plan', 'My_plan'],
			['My_plan', 'My_plan_2', 'My_plan_3'],
		],
		['a name like the number of another', ['a b', 'a-b', 'a b_2'], ['a_b', 'a_b_2', 'a_b_2_2']],
		['names that every object has', ['__proto__', 'constructor'], ['__proto___2', 'constructor_2']],
	])('with %s', async (_, labels, keys) => {
		const parked = await ask(form(...labels.map((label) => fileField(label))));
		const values = labels.map((label, index) => [`field-${index}`, file(`of ${label}`, 'x.txt')]);
		expect((await submitForm(links()[0], Object.fromEntries(values))).status).toBe(200);
		const expected = labels.map((label, index) => [keys[index], `of ${label}`]);
		expect(await contents(parked)).toEqual(Object.fromEntries(expected));
	});

	test('which does not depend on the other files', async () => {
		const parked = await ask(form(fileField('写真'), fileField('書類')));
		await submitForm(links()[0], { 'field-1': file('second') });
		expect(await contents(parked)).toEqual({ ___2: 'second' });
	});

	test('and several files of one field are numbered', async () => {
		const parked = await ask(form(fileField('Plan'), fileField('Plan_0'), fileField('Plan-1')));
		const values = {
			'field-0': ['a', 'b'].map((name) => file(name)),
			'field-1': file('c'),
			'field-2': file('d'),
		};
		await submitForm(links()[0], values);
		const expected = { Plan_0_2: 'a', Plan_1_2: 'b', Plan_0: 'c', Plan_1: 'd' };
		expect(await contents(parked)).toEqual(expected);
	});

	test('and can be sent again if n8n could not store it', async () => {
		const parked = await ask(form(fileField('Plan')));
		parked.changeBody = (request) => {
			const { files } = request.body as { files: Record<string, { filepath: string }> };
			rmSync(files['field-0'].filepath);
		};
		const values = { 'field-0': file('plan') };
		const { status, page } = await submitForm(links()[0], values);
		expect(status).toBe(500);
		expect(page).toContain('Your answer was not received');
		parked.changeBody = () => {};
		expect((await submitForm(links()[0], values)).status).toBe(200);
		expect(await contents(parked)).toEqual({ Plan: 'plan' });
	});

	test('and its name has no control characters and a length that file systems accept', async () => {
		const parked = await ask(form(fileField('Plan')));
		await submitForm(links()[0], { 'field-0': file('x', `${'long'.repeat(200)}.txt`) });
		expect(parked.resumed[0][0].binary?.Plan.fileName).toMatch(/^.{196}\.txt$/);
	});
});

describe("'Accepted File Types'", () => {
	const photo = file('photo', 'photo.PNG', 'image/png');
	const scan = file('scan', 'scan.Pdf', 'application/pdf');
	const untyped = file('photo', 'photo.jpg', 'application/octet-stream');
	const text = file('text', 'text.txt');

	test.each<[string, File[], File[], string]>([
		['image/*', [photo, untyped], [scan, text], 'image/*'],
		['image', [photo], [scan], 'image/*'],
		['pdf', [scan], [photo, text], '.pdf'],
		['.PDF, image/png', [scan, photo], [text, untyped], '.pdf, image/png'],
		['PDF;*.png text/plain', [scan, photo, text], [untyped], '.pdf, .png, text/plain'],
		['application/pdf', [scan], [photo], 'application/pdf'],
		['.tar.gz', [file('x', 'x.TAR.gz')], [file('x', 'x.gz')], '.tar.gz'],
		['*/*', [scan, photo, text], [], ''],
		[' , ', [text], [], ''],
	])('%s', async (acceptFileTypes, good, bad, shown) => {
		for (const each of bad) {
			await ask(form(fileField('Plan', { acceptFileTypes })));
			const { status, page } = await submitForm(links()[0], { 'field-0': each });
			expect([each.name, status]).toEqual([each.name, 422]);
			expect(page).toContain(`Please choose files of these types: ${shown}<`);
			expect(page).toContain(`accept="${shown.replaceAll(', ', ',')}"`);
		}
		for (const each of good) {
			await ask(form(fileField('Plan', { acceptFileTypes })));
			const { status } = await submitForm(links()[0], { 'field-0': each });
			expect([each.name, status]).toEqual([each.name, 200]);
		}
	});

	test.each(['*.', '.', 'image/', '/png', 'image/p*g', '.p df!', '<pdf>', 'a/b/c'])(
		'%s is rejected before the message is sent',
		async (acceptFileTypes) => {
			const parked = await ask(form(fileField('Plan', { acceptFileTypes })));
			expect(parked.error?.message).toMatch(/'Accepted File Types' of Form element 1 \(Plan\)/i);
			expect(parked.status).toBe('error');
			expect(sends()).toEqual([]);
		},
	);
});

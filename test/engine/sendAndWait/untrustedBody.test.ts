/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { useTestEnv, type ParkedWorkflow } from '../harness';
import { submitForm, questionsIn } from './askQuestion';

const testEnv = useTestEnv();
const { ask, links } = questionsIn(testEnv);

const SECRET = 'the encryption key of n8n';
const folder = mkdtempSync(join(tmpdir(), 'untrusted-body-'));
const secretFile = join(folder, 'config');
beforeAll(() => writeFileSync(secretFile, SECRET));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (filepath: string, more: object = {}) => ({
	...{ filepath, originalFilename: 'x.txt', newFilename: 'x', mimetype: 'text/plain', size: 5 },
	...more,
});
const form = (...values: INodeParameters[]): INodeParameters => ({
	responseType: 'customForm',
	formFields: { values },
});
const choices = (...options: string[]) => ({
	fieldOptions: { values: options.map((option) => ({ option })) },
});
const QUESTIONS: Array<[string, INodeParameters]> = [
	['an approval', {}],
	['a free text', { responseType: 'freeText' }],
	['a free text by an expression', { responseType: '={{ "freeText" }}' }],
	['a form', form({ fieldLabel: 'Plan', fieldType: 'file' })],
	[
		'a form by an expression',
		{ ...form({ fieldLabel: 'Plan', fieldType: 'file' }), responseType: '={{ "customForm" }}' },
	],
];

async function send(contentType: string | undefined, body: string) {
	const headers: Record<string, string> =
		contentType === undefined ? {} : { 'content-type': contentType };
	const reply = await fetch(links()[0], { method: 'POST', headers, body: Buffer.from(body) });
	return {
		status: reply.status,
		type: reply.headers.get('content-type'),
		page: await reply.text(),
	};
}

function isStillOpen(parked: ParkedWorkflow) {
	expect(parked.serverErrors).toEqual([]);
	expect(parked.resumed).toEqual([]);
}

describe('a body that is not multipart is rejected with 415, and the question stays open:', () => {
	const forged = {
		data: { 'field-0': 'hi', approved: 'true' },
		files: { 'field-0': file(secretFile) },
	};
	const urlencoded = new URLSearchParams({ 'field-0': 'hi', approved: 'true' }).toString();

	test.each<[string, string | undefined, string]>([
		['JSON', 'application/json', JSON.stringify(forged)],
		['JSON with a charset', 'application/json; charset=utf-8', JSON.stringify(forged)],
		[
			'JSON that mentions multipart',
			'application/json; x=multipart/form-data',
			JSON.stringify(forged),
		],
		['an urlencoded form', 'application/x-www-form-urlencoded', urlencoded],
		[
			'an urlencoded form with names as paths',
			'application/x-www-form-urlencoded',
			'data[field-0]=hi&files[field-0][filepath]=/etc/passwd',
		],
		['a plain text', 'text/plain', JSON.stringify(forged)],
		['another kind of multipart', 'multipart/mixed; boundary=x', '--x\r\n\r\nhi\r\n--x--'],
		['no type', undefined, JSON.stringify(forged)],
		['an empty JSON body', 'application/json', '{}'],
	])('%s', async (_, contentType, body) => {
		for (const [, parameters] of QUESTIONS) {
			const parked = await ask(parameters);
			const { status, type, page } = await send(contentType, body);
			expect(status).toBe(415);
			expect(type).toContain('text/html');
			expect(page).toContain('Something went wrong');
			isStillOpen(parked);
		}
	});

	test('the page accepts an answer afterwards', async () => {
		const parked = await ask({ responseType: 'freeText' });
		await send('application/json', JSON.stringify(forged));
		expect((await submitForm(links()[0], { 'field-0': 'Yes' })).status).toBe(200);
		expect(parked.resumed[0][0].json.data).toMatchObject({ text: 'Yes' });
		expect(parked.resumed[0][0].binary).toBeUndefined();
	});
});

describe('a value is only accepted from the input type of its field:', () => {
	const upload = new File(['x'], 'x.txt', { type: 'text/plain' });
	test.each<[string, INodeParameters, string | File | Array<string | File>]>([
		['a file for a text', { fieldType: 'text' }, upload],
		['a text and a file for a text', { fieldType: 'text' }, ['hi', upload]],
		['two texts for a text', { fieldType: 'text' }, ['one', 'two']],
		['a file for a number', { fieldType: 'number' }, upload],
		['a file for a choice', { fieldType: 'dropdown', ...choices('A', 'B') }, upload],
		['a text for a file', { fieldType: 'file' }, '/etc/passwd'],
		['a text and a file for a file', { fieldType: 'file' }, ['/etc/passwd', upload]],
		['two files for one file', { fieldType: 'file', multipleFiles: false }, [upload, upload]],
		[
			'an empty text and a choice for a radio button',
			{ fieldType: 'radio', ...choices('A', 'B') },
			['', 'A'],
		],
		['two choices for a dropdown', { fieldType: 'dropdown', ...choices('A', 'B') }, ['A', 'B']],
		[
			'an unknown choice among checkboxes',
			{ fieldType: 'checkbox', ...choices('A', 'B') },
			['A', 'C'],
		],
		[
			'a name of every object for a choice',
			{ fieldType: 'radio', ...choices('A', 'B') },
			'constructor',
		],
		['a date that does not exist', { fieldType: 'date' }, '2026-02-30'],
		['a date of another calendar', { fieldType: 'date' }, '2026-13-01'],
		['a hexadecimal number', { fieldType: 'number' }, '0x10'],
		['a number without an end', { fieldType: 'number' }, '1e999'],
		['two dates', { fieldType: 'date' }, ['2026-01-01', '2026-01-02']],
	])('%s is rejected with 422, and the field is named', async (_, definition, value) => {
		for (const requiredField of [true, false]) {
			const parked = await ask(form({ fieldLabel: 'The field', requiredField, ...definition }));
			const { status, page } = await submitForm(links()[0], { 'field-0': value });
			expect(status).toBe(422);
			expect(page).toContain('Please check: The field');
			isStillOpen(parked);
		}
	});

	test.each<[string, Record<string, string | File | Array<string | File>>]>([
		['a file', { approved: upload }],
		['both answers', { approved: ['true', 'false'] }],
		['another text', { approved: 'yes' }],
	])('%s for an approval is rejected', async (_, values) => {
		const parked = await ask({ approvalOptions: { values: { approvalType: 'double' } } });
		expect((await submitForm(links()[0], values)).status).toBe(422);
		isStillOpen(parked);
	});
});

describe("values from n8n's parser are validated as well:", () => {
	const PATHS: Array<[string, object]> = [
		['an existing file', file(secretFile)],
		['a file that does not exist', file(join(folder, 'absent'))],
		['a file outside of the temporary folder', file('/proc/self/environ')],
		[
			'a relative path',
			file('abcdefghijklmnopqrstuvwxy', { newFilename: 'abcdefghijklmnopqrstuvwxy' }),
		],
		[
			'a path that leaves its folder',
			file(`${tmpdir()}/../abcdefghijklmnopqrstuvwxy`, { newFilename: '' }),
		],
		['a path of another name', file(`${tmpdir()}/abcdefghijklmnopqrstuvwxy`, { newFilename: 'x' })],
		['a list as path', { ...file(''), filepath: [secretFile] }],
		[
			'a path without size',
			{ ...file(`${tmpdir()}/abcdefghijklmnopqrstuvwxy`, { newFilename: '' }), size: '5' },
		],
	];

	test('a file that n8n did not upload is rejected, and the response does not reveal whether it exists', async () => {
		const pages = new Set<string>();
		for (const [, each] of PATHS) {
			const parked = await ask(form({ fieldLabel: 'Plan', fieldType: 'file' }));
			parked.changeBody = (request) => (request.body = { data: {}, files: { 'field-0': each } });
			const { status, page } = await submitForm(links()[0], {});
			expect(status).toBe(422);
			pages.add(page);
			isStillOpen(parked);
		}
		expect(pages.size).toBe(1);
	});

	test.each<[string, unknown]>([
		['an object', { a: 1 }],
		['a list in a list', [['A']]],
		['a number', 7],
		['true', true],
	])('%s for a text is rejected', async (_, value) => {
		const parked = await ask({ responseType: 'freeText' });
		parked.changeBody = (request) => (request.body = { data: { 'field-0': value }, files: {} });
		expect((await submitForm(links()[0], {})).status).toBe(422);
		isStillOpen(parked);
	});

	test.each<[string, unknown]>([
		['a text', 'text'],
		['a list', [1]],
		['texts instead of its parts', { data: 'text', files: 'text' }],
		['empty', {}],
		['inherited values', { data: Object.create({ 'field-0': 'hi' }) as object, files: null }],
	])('a body that is %s contains no answer', async (_, body) => {
		const parked = await ask({ responseType: 'freeText' });
		parked.changeBody = (request) => (request.body = body);
		expect((await submitForm(links()[0], {})).status).toBe(422);
		isStillOpen(parked);
	});
});

describe('long values are processed in linear time:', () => {
	const LENGTH = 1_000_000;
	test.each<[string, INodeParameters, string]>([
		['digits', { fieldType: 'number' }, `${'1'.repeat(LENGTH)}x`],
		['digits of a fraction', { fieldType: 'number' }, `1.${'1'.repeat(LENGTH)}x`],
		['digits of an exponent', { fieldType: 'number' }, `1e${'1'.repeat(LENGTH)}x`],
		['letters of an email address', { fieldType: 'email' }, 'a'.repeat(LENGTH)],
		['signs of an email address', { fieldType: 'email' }, 'a@'.repeat(LENGTH / 2)],
		['a date', { fieldType: 'date' }, `2026-01-01${'0'.repeat(LENGTH)}`],
	])('%s', async (_, definition, value) => {
		await ask(form({ fieldLabel: 'The field', ...definition }));
		expect((await submitForm(links()[0], { 'field-0': value })).status).toBe(422);
	});
});

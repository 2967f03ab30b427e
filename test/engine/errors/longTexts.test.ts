import type { Fault } from '../../../sandbox';
import { getConversation, SEND_PATH, sendSms } from '../fixtures';
import { useTestEnv } from '../harness';
import { failing } from './outcomes';

const testEnv = useTestEnv();

/** Size of a long text of the server, bytes. */
const LONG = 'x'.repeat(3_000_000);
/** Longer than every text of an error together. */
const MAX_DESCRIPTION = 2000;

describe('a long text from the server is shortened', () => {
	it.each<[string, Fault]>([
		['a message', { status: 400, body: { message: LONG } }],
		['a list of messages', { status: 422, body: { message: [LONG, LONG] } }],
		['errors', { status: 422, body: { errors: { a: LONG } } }],
		['plain text', { status: 403, body: LONG }],
		['the title of a page', { status: 403, body: `<html><title>${LONG}`, contentType: 'html' }],
		['a page of many titles', { status: 403, body: `<html>${'<title'.repeat(40_000)}` }],
		['a trace', { status: 400, body: { message: 'No', traceId: LONG } }],
		['a 200 response that is not JSON', { status: 200, body: LONG }],
	])('in %s', async (_, fault) => {
		const from = testEnv.logs.length;
		testEnv.sandbox.faults.add({ times: 99, ...fault });
		const node = { onError: 'continueRegularOutput' as const };
		const [{ description, message }, { json }] = await Promise.all([
			failing(testEnv, getConversation()),
			testEnv.run({ parameters: getConversation(), node }),
		]);
		expect(message.length).toBeLessThan(300);
		expect(description.length).toBeLessThan(MAX_DESCRIPTION);
		expect(JSON.stringify(json).length).toBeLessThan(MAX_DESCRIPTION + 500);
		expect(Math.max(0, ...testEnv.logs.slice(from).map((line) => line.length))).toBeLessThan(
			10_000,
		);
	});

	it('also in the response to a send without a message ID', async () => {
		const fault = { path: SEND_PATH, status: 201, body: { success: false, note: LONG } };
		const { description } = await failing(testEnv, sendSms(), fault);
		expect(description.length).toBeLessThan(MAX_DESCRIPTION);
	});
});

describe('a server that echoes the token', () => {
	it.each<[string, (token: string) => Fault]>([
		['in a message', (token) => ({ status: 400, body: { message: `Invalid: Bearer ${token}` } })],
		['in plain text', (token) => ({ status: 403, body: `authorization: ${token}` })],
		[
			'where the text is shortened',
			(token) => ({ status: 400, body: `${'x'.repeat(490)}${token}` }),
		],
		['as a trace ID', (token) => ({ status: 400, body: { message: 'No', traceId: token } })],
		['in a 200 response', (token) => ({ status: 200, body: { statusCode: 401, message: token } })],
	])('%s does not get it into errors, items or logs', async (_, fault) => {
		const { token } = testEnv.sandbox;
		const from = testEnv.logs.length;
		const { error } = await failing(testEnv, getConversation(), fault(token));
		const shown = JSON.stringify([
			error?.message,
			error?.description,
			error,
			testEnv.logs.slice(from),
		]);
		expect(shown).not.toContain(token.slice(0, 10));
		const node = { onError: 'continueErrorOutput' as const };
		const { errorItems } = await testEnv.run({ parameters: getConversation(), node });
		expect(JSON.stringify(errorItems)).not.toContain(token.slice(0, 10));
	});
});

import { SEED, type Fault } from '../../../sandbox';
import { ERROR_CASES } from './errorCases';
import { byId, getConversation, upTo } from '../fixtures';
import { useTestEnv } from '../harness';
import { failing } from './outcomes';

const testEnv = useTestEnv();

describe("HighLevel's own error message", () => {
	const SHAPES: Array<[string, Fault, string | RegExp]> = [
		[
			'statusCode, message and error',
			{
				status: 400,
				body: { statusCode: 400, message: 'No such thing', error: 'Bad Request' },
			},
			/^HighLevel said: No such thing\. .*Trace ID for HighLevel's support: [0-9a-f-]{36}$/,
		],
		[
			'a list of messages',
			{
				status: 422,
				body: {
					statusCode: 422,
					message: ['a must be b', 'c must be d'],
					error: 'Unprocessable Entity',
					traceId: 't-1',
				},
			},
			/a must be b; c must be d\. .*[0-9a-f-]{36}$/,
		],
		[
			'status and name',
			{ status: 400, body: { status: 400, message: 'No', name: 'HttpException' } },
			/HighLevel said: No\b/,
		],
		[
			'a page of the edge',
			{ status: 403, html: true },
			/A server did not answer in time \| services/,
		],
		['plain text', { status: 400, body: 'upstream says no' }, /upstream says no/],
		['an array', { status: 400, body: ['odd'] }, ''],
		['null', { status: 400, body: 'null', contentType: 'application/json' }, ''],
		['broken JSON', { status: 400, body: '{"message":', contentType: 'application/json' }, ''],
		['an empty response', { status: 400, empty: true }, ''],
	];

	it.each(SHAPES)('is read from %s', async (_, fault, text) => {
		const { error, message, description, httpCode, context } = await failing(
			testEnv,
			getConversation(),
			fault,
		);
		expect(error?.name).toBe('NodeApiError');
		expect(message).toMatch(/\[item 0 \(the 1st\)\]$/);
		expect(description).toMatch(text);
		expect(description).not.toMatch(/undefined|\[object|<html/i);
		expect(httpCode).toBe(String(fault.status));
		expect(context?.itemIndex).toBe(0);
	});
});

describe('advice', () => {
	it.each(ERROR_CASES)('is given for %s', async (name, parameters, fault, title, advice) => {
		const item = name.includes('file') ? await itemWithFile() : {};
		testEnv.sandbox.faults.add({ times: 9, ...fault });
		const { error } = await testEnv.run({ parameters, items: [item] });
		expect(error?.message).toMatch(title);
		expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
		expect(error?.description).toMatch(advice);
		const said = (fault.body as { message: string }).message;
		expect(error?.description).toContain(`HighLevel said: ${said}`);
	});

	const itemWithFile = async () => ({
		json: {},
		binary: { data: await testEnv.file({ content: 'Hi', name: 'hi.txt' }) },
	});

	it('names the failed item', async () => {
		const items = upTo(3).map((n) => ({ id: n === 2 ? 'unknown' : SEED.conversationId }));
		const parameters = getConversation({ conversationId: byId('={{ $json.id }}') });
		const { error } = await testEnv.run({ parameters, items });
		expect(error?.message).toMatch(/\[item 2 \(the 3rd\)\]$/);
		expect(error?.context.itemIndex).toBe(2);
	});
});

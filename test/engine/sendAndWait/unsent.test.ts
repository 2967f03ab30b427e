import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, SEND_PATH } from '../fixtures';
import { useTestEnv } from '../harness';
import { questionsIn } from './askQuestion';

const testEnv = useTestEnv();
const { ask, sends } = questionsIn(testEnv);

const FAILING = "={{ $('Nowhere').item.json.x }}";
const MISSING = /Referenced node doesn't exist/;
const CONTINUE = ['continueRegularOutput', 'continueErrorOutput'] as const;

describe('a question that could not be sent fails:', () => {
	test.each<[string, INodeParameters, RegExp]>([
		['a message by an expression that fails', { message: FAILING }, MISSING],
		['a contact by an expression that fails', { contactId: byId(FAILING) }, MISSING],
		['a type by an expression that fails', { type: FAILING }, MISSING],
		['a response type by an expression that fails', { responseType: FAILING }, MISSING],
		[
			'an option by an expression that fails',
			{ options: { messageButtonLabel: FAILING } },
			MISSING,
		],
		[
			'a proxy that is not a URL',
			{ requestOptions: { proxy: 'nowhere' } },
			/'Proxy' is not a valid URL/,
		],
		['a proxy by an expression that fails', { requestOptions: { proxy: FAILING } }, MISSING],
		['a message that is not a text', { message: '={{ ({ a: 1 }) }}' }, /must be text/],
		['a language that is not one', { options: { pageLanguage: 'in German' } }, /'Page Language'/],
	])('%s', async (_, parameters, message) => {
		for (const onError of CONTINUE) {
			const parked = await ask(parameters, { items: [{ quote: 7 }], node: { onError } });
			expect(parked.waitsUntil).toBeUndefined();
			const [success, failure] = parked.outputs;
			const failed = onError === 'continueErrorOutput' ? failure : success;
			expect(onError === 'continueErrorOutput' ? success : []).toEqual([]);
			expect(failed).toHaveLength(1);
			expect(String(failed[0].json.error)).toMatch(message);
			expect(failed[0].pairedItem).toMatchObject({ item: 0 });
		}
		const stopped = await ask(parameters);
		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toMatch(message);
		expect(sends()).toEqual([]);
	});
});

describe('a response without a message ID', () => {
	test.each<[string, IDataObject]>([
		['an empty object', {}],
		['no success', { success: false }],
		['an empty ID', { messageId: '', conversationId: 'conversation' }],
		['an ID that is not a text', { messageId: { id: 7 } }],
	])('%s fails as possibly sent, without waiting', async (_, body) => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 201, body, times: 9 });
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const parked = await ask({}, { node });
		expect(parked.status).toBe('error');
		expect(parked.waitsUntil).toBeUndefined();
		expect(parked.error?.message).toMatch(/may have been processed/);
		expect(sends()).toHaveLength(1);
		const continued = await ask({}, { node: { onError: 'continueRegularOutput' } });
		expect(continued.status).toBe('success');
		expect(continued.output[0].json.error).toMatch(/may have been processed/);
	});

	it('with an error fails without waiting', async () => {
		const body = { statusCode: '400', message: 'Bad request' };
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 201, body, times: 9 });
		const parked = await ask();
		expect(parked.status).toBe('error');
		expect(parked.waitsUntil).toBeUndefined();
	});
});

import type { INodeParameters } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { submitForm, questionsIn } from './askQuestion';
import { byId, REFUSED, SEND_PATH } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();
const { ask, sends, links } = questionsIn(testEnv);

describe('nothing is sent, and the execution does not wait,', () => {
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
		['without form elements', form(), /'Form Elements' is not a list/],
		['for a form in broken JSON', json('[{'), /'Form Fields' is not a list/],
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
			'for two elements with the same name',
			form({ fieldLabel: 'Day' }, { fieldLabel: 'Other', fieldName: 'Day' }),
			/Two form elements have the name 'Day'/,
		],
		[
			'for a deadline in the past',
			limited({ limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' }),
			/'Max Date and Time' is in the past/,
		],
		[
			'for a wait of 0 minutes',
			limited({ resumeAmount: 0 }),
			/'Limit Wait Time' is not a valid duration/,
		],
		[
			'for an amount by an expression without a value',
			limited({ resumeAmount: '={{ $json.nothing }}', resumeUnit: 'days' }),
			/'Limit Wait Time' is not a valid duration/,
		],
		[
			'for a limit beyond the last possible date',
			limited({ resumeAmount: 1e9, resumeUnit: 'days' }),
			/'Limit Wait Time' is not a valid duration/,
		],
		[
			'for a response type that does not exist',
			{ responseType: '={{ "freetext" }}' },
			/'Response Type' is 'freetext', which does not exist/,
		],
		[
			'for a type of approval that does not exist',
			{ approvalOptions: { values: { approvalType: 'triple' } } },
			/'Type of Approval' is 'triple'/,
		],
		[
			'for a way to define a form that does not exist',
			{ responseType: 'customForm', defineForm: 'yaml' },
			/'Define Form' is 'yaml'/,
		],
		[
			'for a kind of limit that does not exist',
			limited({ limitType: 'never' }),
			/'Limit Type' is 'never'/,
		],
		[
			'for a unit that does not exist',
			limited({ resumeAmount: 1, resumeUnit: 'weeks' }),
			/'Unit' of 'Limit Wait Time' is 'weeks'/,
		],
		[
			'for a required field that is neither true nor false',
			json('[{ "fieldLabel": "A", "requiredField": "maybe" }]'),
			/'Required Field' of Form element 1 \(A\) must be true or false: maybe/,
		],
		[
			'by an internal comment',
			{ type: '={{ "InternalComment" }}' },
			/'Type' cannot be InternalComment/,
		],
	])('%s', async (_, parameters, message) => {
		const parked = await ask(parameters);
		expect(parked.error?.message).toMatch(message);
		expect(parked.error?.message).toContain('[item 0 (the 1st)]');
		expect(parked.status).toBe('error');
		expect(sends()).toEqual([]);
	});

	test('for several items', async () => {
		const parked = await ask({}, { items: [{}, {}, {}] });
		expect(parked.error?.message).toMatch(/accepts one item at a time, but received 3/);
		expect(sends()).toEqual([]);
		const node = { onError: 'continueErrorOutput' };
		expect((await ask({}, { items: [{}, {}], node })).status).toBe('success');
		expect(sends()).toEqual([]);
		const once = await ask({}, { items: [{}, {}], node: { executeOnce: true } });
		expect(once.status).toBe('waiting');
		expect(sends()).toHaveLength(1);
	});
});

describe('a send that fails', () => {
	test('does not wait, and has the same error as Send', async () => {
		const parked = await ask({ contactId: byId(SEED.dndContactId) });
		expect(parked.status).toBe('error');
		expect(parked.error?.message).toBe(
			'The contact has Do Not Disturb (DND) enabled [item 0 (the 1st)]',
		);
		expect(parked.waitsUntil).toBeUndefined();
	});

	test('returns a failed item if the node continues on errors', async () => {
		const node = { onError: 'continueRegularOutput' };
		const parked = await ask({ contactId: byId(SEED.dndContactId) }, { node });
		expect(parked.status).toBe('success');
		expect(parked.output[0].json.error).toMatch(/Do Not Disturb/);
	});

	test('is retried after a rejection by the rate limit, but not after a lost connection', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, ...REFUSED });
		expect((await ask()).status).toBe('waiting');
		expect(sends()).toHaveLength(2);
		testEnv.sandbox.faults.add({ path: SEND_PATH, disconnect: 'after' });
		const parked = await ask(
			{},
			{ node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 } },
		);
		expect(parked.status).toBe('error');
		expect(parked.error?.description).toMatch(/may have been processed/);
		expect(sends()).toHaveLength(3);
	});

	test("waits for the one question that was sent, with n8n's 'Retry On Fail'", async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 422, body: { message: 'No' }, times: 1 });
		const parked = await ask(
			{},
			{ node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 10 } },
		);
		expect(parked.status).toBe('waiting');
		expect(sends().map(({ status }) => status)).toEqual([422, 200]);
		await submitForm(links()[0], { approved: 'true' });
		expect(parked.resumed[0][0].json.data).toMatchObject({ approved: true });
	});

	test("applies n8n's own node options", async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, hang: true });
		const slow = await ask({ requestOptions: { timeout: 150 } });
		expect(slow.error?.description).toMatch(/may have been processed/);
		testEnv.sandbox.faults.clear();
		const before = sends().length;
		const invalidProxy = await ask({ requestOptions: { proxy: 'nowhere' } });
		expect(invalidProxy.error?.message).toMatch(/'Proxy' is not a valid URL/);
		const viaProxy = await ask({ requestOptions: { proxy: 'http://127.0.0.1:9' } });
		expect(viaProxy.error?.message).toBe('Could not connect to HighLevel [item 0 (the 1st)]');
		expect(sends()).toHaveLength(before);
	});
});

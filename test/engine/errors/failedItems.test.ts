import { SEED, type Fault } from '../../../sandbox';
import {
	addInbound,
	addRecipients,
	byId,
	getConversation,
	getMessages,
	getRecording,
	getTranscription,
	SEND_PATH,
	sendSms,
	upTo,
} from '../fixtures';
import { useTestEnv } from '../harness';
import { failing } from './outcomes';

const testEnv = useTestEnv();

describe('an invalid response', () => {
	it.each<[string, Fault]>([
		['an empty response', { status: 201, empty: true }],
		['an HTML page', { status: 200, html: true }],
		['plain text', { status: 200, body: 'OK' }],
		['broken JSON', { status: 200, body: '{"messageId":', contentType: 'application/json' }],
	])('fails with %s instead of JSON, without a retry', async (_, fault) => {
		const { message, description, requests } = await failing(testEnv, sendSms(), {
			path: SEND_PATH,
			...fault,
		});
		expect(message).toMatch(/invalid response/);
		expect(description).toMatch(/may have been processed/);
		expect(requests).toHaveLength(1);
	});

	it('with 201 and no body means that nothing was stored', async () => {
		const parameters = addInbound({ type: 'SMS', message: 'Hi' });
		const { message, description } = await failing(testEnv, parameters, {
			status: 201,
			empty: true,
		});
		expect(message).toMatch(/invalid response/);
		expect(description).toMatch(/did not store/);
		expect(description).not.toMatch(/may have been processed/);
	});

	it('with 200 and an error in the body fails like that error', async () => {
		const body = { statusCode: 404, message: 'Conversation not found', error: 'Not Found' };
		const { httpCode, message } = await failing(testEnv, getConversation(), { status: 200, body });
		expect(httpCode).toBe('404');
		expect(message).toMatch(/could not find/);
	});
});

describe('a node that continues on errors', () => {
	const items = upTo(12).map((n) => ({
		id: n % 3 === 1 ? `unknown-${n}` : SEED.conversationId,
		n,
	}));
	const parameters = getConversation({ conversationId: byId('={{ $json.id }}') });
	const after = "={{ $('Feeder').item.json.n }}";
	const isFailed = (n: number) => n % 3 === 1;

	it('returns every item once and linked, failed ones with the reason', async () => {
		const node = { onError: 'continueRegularOutput' as const };
		const result = await testEnv.run({ parameters, items, node, after });
		expect(result.after).toEqual(upTo(12));
		result.json.forEach(({ id, error, details }, n) => {
			if (!isFailed(n)) return expect([id, error]).toEqual([SEED.conversationId, undefined]);
			expect(error).toMatch(/could not find the conversation \[item \d+ \(the \w+\)\]/);
			expect(details).toContain(`Conversation with id unknown-${n} not found`);
		});
	});

	it('returns failed items in the error output', async () => {
		const node = { onError: 'continueErrorOutput' as const };
		const result = await testEnv.run({ parameters, items, node, after });
		expect(result.after).toEqual(upTo(12).filter((n) => !isFailed(n)));
		expect(result.errorAfter).toEqual(upTo(12).filter(isFailed));
		for (const { json } of result.errorItems)
			expect(json.error).toMatch(/could not find the conversation/);
	});

	it('does the same for checks before sending, and for sends', async () => {
		const recipients = addRecipients(testEnv.sandbox, 4);
		recipients[2].text = ' ';
		const node = { onError: 'continueErrorOutput' as const };
		const result = await testEnv.run({
			...{ parameters: sendSms(), items: recipients, node },
			after: "={{ $('Feeder').item.json.index }}",
		});
		expect(result.after).toEqual([0, 1, 3]);
		expect(result.errorAfter).toEqual([2]);
		expect(result.requests).toHaveLength(3);
	});
});

describe('a recording or transcript that is not available yet', () => {
	const messageId = SEED.unrecordedCallMessageId;

	it.each([400, 404, 422])('fails with status %i, unless an item is selected', async (status) => {
		testEnv.sandbox.state.notReadyStatus = status;
		for (const operation of [getRecording, getTranscription]) {
			const { httpCode } = await failing(testEnv, operation({ messageId }));
			expect(httpCode).toBe(String(status));
			const options = { whenUnavailable: 'item' };
			const { json } = await testEnv.run({ parameters: operation({ messageId, options }) });
			expect(json).toEqual([{ messageId, available: false }]);
		}
	});

	it('is recognized by a response that only looks successful', async () => {
		const fault = { contentType: 'application/json', body: { statusCode: 404, message: 'None' } };
		testEnv.sandbox.faults.add(fault);
		const { httpCode, description } = await failing(testEnv, getRecording());
		expect(httpCode).toBe('404');
		expect(description).toMatch(/None/);
		testEnv.sandbox.faults.add(fault);
		const options = { whenUnavailable: 'item' };
		const { json, items } = await testEnv.run({ parameters: getRecording({ options }) });
		expect(json).toEqual([{ messageId: SEED.callMessageId, available: false }]);
		expect(items[0].binary).toBeUndefined();
	});

	it('is not confused with an error page of a proxy', async () => {
		const options = { whenUnavailable: 'item' };
		const parameters = getRecording({ options });
		const { message, description } = await failing(testEnv, parameters, {
			status: 200,
			html: true,
		});
		expect(message).toMatch(/invalid response/);
		expect(description).toMatch(/did not answer in time/);
	});

	it('is not confused with a token without access', async () => {
		const options = { whenUnavailable: 'item' };
		const { error, json } = await testEnv.run({
			parameters: getRecording({ messageId, options }),
			credentials: { accessToken: testEnv.sandbox.tokens.noScopes },
		});
		expect(json).toEqual([]);
		expect(error?.message).toMatch(/missing a scope/);
	});
});

describe('an email whose body no longer exists', () => {
	const parameters = getMessages({
		conversationId: byId(SEED.emailConversationId),
		options: { includeEmailBodies: true },
	});
	const path = new RegExp(`email/${SEED.emailMessageId}$`);

	it.each([400, 404, 422])('is left out if HighLevel answers %i, with a hint', async (status) => {
		const whole = await testEnv.run({ parameters });
		testEnv.sandbox.faults.add({ path, status, body: { message: 'Gone' } });
		const { json, error } = await testEnv.run({ parameters });
		expect(error).toBeUndefined();
		expect(json.map(({ id }) => id)).toEqual(whole.json.map(({ id }) => id));
		const bodies = (items: typeof json) => items.flatMap(({ emails }) => emails ?? []);
		expect(bodies(json)).toHaveLength(bodies(whole.json).length - 1);
		expect(json.at(-1)?.hint).toMatch(/Email body not found for message \w+/);
	});

	it('does not hide that the token lacks access', async () => {
		const { httpCode } = await failing(testEnv, parameters, { path, status: 403 });
		expect(httpCode).toBe('403');
	});
});

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import * as fc from 'fast-check';

import { SEED, type Fault } from '../../../sandbox';
import { useShared } from '../../support/useShared';
import { SEND_PATH, sendSms } from '../fixtures';
import { startTestEnv } from '../harness';
import { propertyRuns } from '../../support/propertyRuns';

// A 429 is retried after a moment.
const testEnv = useShared(
	async () => await startTestEnv({ sandbox: { rateLimit: { max: 100_000, intervalMs: 20 } } }),
);

const HEAD = 'HTTP/1.1 200 OK\r\n';
/** Possible outcomes of a request. */
const FATES: Record<string, Fault> = {
	answered: { headers: {} },
	refused: { status: 422, body: { message: 'No' } },
	'held back': { status: 429 },
	'lost before': { disconnect: 'before' },
	'lost after': { disconnect: 'after' },
	'broken off': { disconnect: 'midBody' },
	'bad header': { raw: `${HEAD}No Header\r\n\r\n{}` },
	'long header': { raw: `${HEAD}X: ${'x'.repeat(40_000)}\r\n\r\n{}` },
	'bad chunk': { raw: `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n` },
	empty: { status: 201, empty: true, processed: true },
	page: { status: 200, html: true, processed: true },
	...Object.fromEntries(
		[302, 408, 499, 500, 502].map((status) => [`status ${status}`, { status, processed: true }]),
	),
};

const fate = fc.record({
	name: fc.oneof(fc.constant('answered'), fc.constantFrom(...Object.keys(FATES))),
	delayMs: fc.constantFrom(0, 0, 40),
});
/** Outcomes of the requests of one message, in order; later requests succeed. */
const fates = fc.array(fate, { maxLength: 4 });
type Fates = Array<{ name: string; delayMs: number }>;

const settings = fc.record({
	retryOnFail: fc.boolean(),
	maxTries: fc.integer({ min: 2, max: 4 }),
	waitBetweenTries: fc.constantFrom(5, 60),
});

function meet(messages: Fates[]): void {
	testEnv.sandbox.reset();
	messages.forEach((sequence, index) => {
		const when = ({ body }: { body: unknown }) =>
			(body as { message?: string }).message === `Text ${index}`;
		for (const { name, delayMs } of sequence) {
			testEnv.sandbox.faults.add({ path: SEND_PATH, headers: {}, ...FATES[name], when, delayMs });
		}
	});
}

/** How often each message was sent, after all requests have ended. */
async function counted(messages: Fates[]): Promise<number[]> {
	const { state, requests } = testEnv.sandbox;
	const isOpen = () => requests.some(({ status, aborted }) => status === undefined && !aborted);
	for (let seen = -1; seen !== requests.length || isOpen(); await sleep(50)) seen = requests.length;
	const sent = [...state.messages.values()].map(({ body }) => body);
	return messages.map((_, index) => sent.filter((body) => body === `Text ${index}`).length);
}

const DOUBT = /may have been processed/;

/** The reported status of a message must be its real status. */
function expectTrue(told: string, sent: number): void {
	if (/messageId/.test(told)) expect(sent).toBe(1);
	else expect(told).toMatch(/error|\[item 0 \(the 1st\)\]/i);
	if (sent > 0 && !/messageId/.test(told)) expect(told).toMatch(DOUBT);
}

it('sends every message once from a node, or reports that it did not', async () => {
	const run = fc.record({
		messages: fc.array(fates, { minLength: 1, maxLength: 6 }),
		node: settings,
		goesOn: fc.boolean(),
		authentication: fc.constantFrom('accessToken', 'oAuth2'),
		batch: fc.option(
			fc.record({
				batchSize: fc.integer({ min: 1, max: 3 }),
				batchInterval: fc.constantFrom(5, 50),
			}),
		),
		throwsAt: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 3 }),
	});
	await fc.assert(
		fc.asyncProperty(run, async ({ messages, node, goesOn, authentication, batch, throwsAt }) => {
			meet(messages);
			const oauthTokenData = { ...testEnv.sandbox.oauth.issueTokens() };
			const failing = `$json.index === ${String(throwsAt)} ? $('Nowhere').first().json.text`;
			const { status, json } = await testEnv.run({
				credentials: authentication === 'oAuth2' ? { oauthTokenData } : {},
				parameters: sendSms({
					authentication,
					message: `={{ ${failing} : $json.text }}`,
					...(batch ? { requestOptions: { batching: { batch } } } : {}),
				}),
				items: messages.map((_, index) => ({ index, text: `Text ${index}` })),
				node: { ...node, ...(goesOn ? { onError: 'continueRegularOutput' } : {}) },
			});
			const sent = await counted(messages);
			expect(Math.max(...sent)).toBeLessThanOrEqual(1);
			if (status !== 'success') return;
			expect(json).toHaveLength(messages.length);
			json.forEach((item, index) => expectTrue(JSON.stringify(item), sent[index]));
			if (!goesOn) expect(sent).toEqual(messages.map(() => 1));
		}),
		{ numRuns: propertyRuns(100) },
	);
});

it.each(['called by the agent', 'run by the engine'] as const)(
	'sends every message once from a tool %s, or reports that it did not',
	async (way) => {
		const run = fc.record({
			messages: fc.array(fates, { minLength: 1, maxLength: 4 }),
			node: settings,
		});
		await fc.assert(
			fc.asyncProperty(run, async ({ messages, node }) => {
				meet(messages);
				const { replies } = await testEnv.callTool({
					way,
					node,
					parameters: sendSms({
						contactId: SEED.contactId,
						message: "={{ $fromAI('text', 'What to say', 'string') }}",
					}),
					calls: messages.map((_, index) => ({ text: `Text ${index}` })),
				});
				const sent = await counted(messages);
				expect(Math.max(...sent)).toBeLessThanOrEqual(1);
				expect(replies).toHaveLength(messages.length);
				replies.forEach((reply, index) => expectTrue(reply, sent[index]));
			}),
			{ numRuns: propertyRuns(25) },
		);
	},
);

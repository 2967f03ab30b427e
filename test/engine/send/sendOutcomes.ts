/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import * as fc from 'fast-check';

import type { Fault } from '../../../sandbox';
import { SEND_PATH } from '../fixtures';
import type { TestEnv } from '../harness';

/** A 429 is retried after a moment. */
export const SHORT_RATE_LIMIT = { max: 100_000, intervalMs: 20 };

const HEAD = 'HTTP/1.1 200 OK\r\n';
/** Possible outcomes of a request. */
const OUTCOMES: Record<string, Fault> = {
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

const outcome = fc.record({
	name: fc.oneof(fc.constant('answered'), fc.constantFrom(...Object.keys(OUTCOMES))),
	delayMs: fc.constantFrom(0, 0, 40),
});
/** Generates the outcomes of the requests of one message, in order; later requests succeed. */
export const outcomes = fc.array(outcome, { maxLength: 4 });
export type Outcomes = Array<{ name: string; delayMs: number }>;

/** Generates n8n's settings of the node. */
export const settings = fc.record({
	retryOnFail: fc.boolean(),
	maxTries: fc.integer({ min: 2, max: 4 }),
	waitBetweenTries: fc.constantFrom(5, 60),
});

/** Resets the sandbox and adds the outcomes of messages with the texts `Text 0`, `Text 1` and so on. */
export function addOutcomes({ sandbox }: TestEnv, messages: Outcomes[]): void {
	sandbox.reset();
	messages.forEach((sequence, index) => {
		const when = ({ body }: { body: unknown }) =>
			(body as { message?: string }).message === `Text ${index}`;
		for (const { name, delayMs } of sequence) {
			sandbox.faults.add({ path: SEND_PATH, headers: {}, ...OUTCOMES[name], when, delayMs });
		}
	});
}

/** How often each message was sent, after all requests have ended. */
export async function countSent({ sandbox }: TestEnv, messages: Outcomes[]): Promise<number[]> {
	const { state, requests } = sandbox;
	const isOpen = () => requests.some(({ status, aborted }) => status === undefined && !aborted);
	for (let count = -1; count !== requests.length || isOpen(); await sleep(50)) {
		count = requests.length;
	}
	const sent = [...state.messages.values()].map(({ body }) => body);
	return messages.map((_, index) => sent.filter((body) => body === `Text ${index}`).length);
}

/** Expects that what was reported about a message, as JSON or text, is what happened: how often it was sent. */
export function expectTrue(report: string, sent: number): void {
	if (/messageId/.test(report)) return expect(sent).toBe(1);
	expect(report).toMatch(/error|\[item 0 \(the 1st\)\]/i);
	if (sent > 0) expect(report).toMatch(/may have been processed/);
}

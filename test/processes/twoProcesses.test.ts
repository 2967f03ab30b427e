import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type RecordedRequest, type Sandbox } from '../../sandbox';
import {
	addConversations,
	addRecipients,
	searchConversations,
	SEND_PATH,
	sendSms,
	upTo,
} from '../engine/fixtures';
import { waitFor } from '../support/waitFor';
import { Worker } from './worker';
import type { WorkerTask } from './workerProcess';

const WINDOW = { max: 60, intervalMs: 1_000 };

describe('two processes with one location', () => {
	let sandbox: Sandbox;

	beforeEach(async () => {
		// The latency lets both processes have requests in progress in every window.
		sandbox = await startSandbox({ seed: false, rateLimit: WINDOW, latencyMs: 20 });
	});
	afterEach(async () => await sandbox.stop());

	const both = async (orders: Array<Pick<WorkerTask, 'parameters' | 'items'>>) => {
		const { url, token, locationId } = sandbox;
		return await Promise.all(
			orders.map(async (order) => await new Worker().run({ url, token, locationId, ...order })),
		);
	};

	const succeeded = () => sandbox.requests.filter(({ status }) => status === 200);

	it('send every message once', async () => {
		const recipients = addRecipients(sandbox, 240);
		const halves = [recipients.slice(0, 120), recipients.slice(120)];
		const isOf = (half: typeof recipients) => {
			const ids = new Set(half.map(({ contactId }) => contactId));
			return ({ body }: RecordedRequest) => ids.has((body as IDataObject | undefined)?.contactId);
		};
		// Delays the first responses until both have sent a request, however long a process takes to load.
		const bothStarted = async () =>
			await waitFor(() => halves.every((half) => sandbox.requests.some(isOf(half))));
		for (const half of halves) {
			sandbox.faults.add({ path: SEND_PATH, when: isOf(half), until: bothStarted });
		}
		const answers = await both(halves.map((items) => ({ parameters: sendSms(), items })));

		expect(answers.map(({ failure }) => failure)).toEqual([undefined, undefined]);
		expect(answers.map(({ json }) => json.length)).toEqual([120, 120]);
		const sent = succeeded().filter(({ path }) => path === SEND_PATH);
		const contacts = sent.map(({ body }) => (body as { contactId: string }).contactId);
		expect(contacts.sort()).toEqual(recipients.map(({ contactId }) => contactId).sort());
		const stored = [...sandbox.state.messages.keys()].sort();
		expect(answers.flatMap(({ json }) => json.map(({ messageId }) => messageId)).sort()).toEqual(
			stored,
		);
		// One process alone would need two windows. Each sees the other's requests in the headers, and leaves its share to it.
		const order = sent.map((request) => halves.findIndex((half) => isOf(half)(request)));
		for (const one of [0, 1]) {
			expect(order.lastIndexOf(one)).toBeGreaterThan(order.indexOf(1 - one));
			expect(order.slice(0, order.length / 2)).toContain(one);
		}
		expect(sandbox.rateLimit.refused).toBeLessThan(recipients.length / 10);
	}, 90_000);

	it('find every conversation once each', async () => {
		const ids = addConversations(
			sandbox,
			upTo(4_000).map((index) => index >> 1),
		).sort();
		const search = { parameters: searchConversations({ returnAll: true }), items: [{}] };
		const answers = await both([search, search]);

		expect(answers.map(({ failure }) => failure)).toEqual([undefined, undefined]);
		for (const { json } of answers) expect(json.map(({ id }) => id).sort()).toEqual(ids);
		expect(succeeded().length).toBeGreaterThan(WINDOW.max);
	}, 90_000);
});

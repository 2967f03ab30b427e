import type { IDataObject } from 'n8n-workflow';

import { addRecipients, SEND_PATH, sendSms, upTo } from '../engine/fixtures';
import { useTestEnv } from '../engine/harness';
import { waitFor } from '../support/waitFor';
import { Worker } from './worker';

const ITEMS = 20;
const testEnv = useTestEnv({ sandbox: { seed: false } });
const parameters = sendSms({ options: { skipIfSent: 1 } });

/** Runs the node in a process, and kills it when HighLevel has accepted message number `point` but not answered yet. */
async function crashAt(worker: Worker, point: number, items: IDataObject[]): Promise<void> {
	const { sandbox } = testEnv;
	const own = new Set(items.map(({ contactId }) => contactId));
	sandbox.faults.add({
		path: SEND_PATH,
		when: ({ body }) => own.has((body as IDataObject).contactId as string),
		skip: point - 1,
		map: (json) => {
			worker.crash();
			return json;
		},
	});
	const { url, token, locationId } = sandbox;
	await expect(worker.run({ url, token, locationId, parameters, items })).rejects.toThrow(/ended/);
	await worker.exited();
	// Requests that the process sent before may still arrive.
	for (let turn = 0; turn < 3; turn++) await fetch(url);
	await waitFor(() =>
		sandbox.requests.every(({ status, aborted }) => aborted || status !== undefined),
	);
}

describe(`a run of ${ITEMS} items whose process is killed`, () => {
	// The next processes load while one is running.
	const workers: Worker[] = [];
	beforeAll(() => workers.push(new Worker(), new Worker()));
	afterAll(() => {
		for (const worker of workers) worker.crash();
	});

	it.each(upTo(ITEMS).map((index) => index + 1))(
		'killed at message %i sends each contact one message after a restart',
		async (point) => {
			const { sandbox } = testEnv;
			const items = addRecipients(sandbox, ITEMS);
			const worker = workers.shift()!;
			if (point + 2 <= ITEMS) workers.push(new Worker());
			await crashAt(worker, point, items);
			const received = () => [...sandbox.state.messages.values()].map(({ contactId }) => contactId);
			const expected = items.map(({ contactId }) => contactId);
			const before = received().filter((contactId) => expected.includes(contactId)).length;
			expect(before).toBeGreaterThanOrEqual(point);

			const { json, error } = await testEnv.run({ parameters, items });
			expect(error).toBeUndefined();
			expect(json).toHaveLength(ITEMS);
			expect(json.filter(({ reason }) => reason === 'already sent')).toHaveLength(before);
			const all = received().filter((contactId) => expected.includes(contactId));
			expect(all.sort()).toEqual(expected.sort());
		},
	);
});

/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals */
import type { IDataObject } from 'n8n-workflow';

import { startQueueServices } from '../../n8n/queueServices';
import { addRecipients, SEND_PATH, upTo } from '../engine/fixtures';
import { chain, finished, highLevel, jsonOf, runByHand, start } from '../e2e/support/workflows';
import { useShared } from '../support/useShared';
import { waitFor } from '../support/waitFor';
import { startQueueTestEnv } from './testEnv';

/** The live limit, with a window of one second instead of ten. */
const WINDOW = { max: 100, intervalMs: 1_000 };
const REPLY_MS = 20;
const SEND = 'Send';
const PER_EXECUTION = 250;
/** Limits for two workers: with `PACE_GOALS` the goals, which need an idle machine; otherwise limits for a busy one. */
const MAX = process.env.PACE_GOALS
	? { refused: 0.03, idealRatio: 1.15 }
	: { refused: 0.1, idealRatio: 5 };

test('says what to install if Redis or PostgreSQL is missing', async () => {
	const { PATH } = process.env;
	process.env.PATH = '';
	try {
		await expect(startQueueServices()).rejects.toThrow(/needs Redis[\s\S]*apt-get install/);
	} finally {
		process.env.PATH = PATH;
	}
});

describe('n8n in queue mode, with two workers', () => {
	const testEnv = useShared(
		async () => await startQueueTestEnv(2, { seed: false, rateLimit: WINDOW, latencyMs: REPLY_MS }),
	);
	beforeEach(() => testEnv.sandbox.reset());

	const sendWorkflow = (recipients: IDataObject[]) => {
		const node = highLevel(SEND, {
			resource: 'message',
			operation: 'send',
			type: 'SMS',
			contactId: '={{ $json.contactId }}',
			message: '={{ $json.text }}',
			options: { skipIfSent: 1 },
		});
		node.credentials = { highLevelConversationsApi: testEnv.credential };
		const workflow = chain(node);
		// Pinned to the trigger, because a Code node would make each worker start its task runner first.
		const pinData = { [workflow.nodes[0].name]: recipients.map((json) => ({ json })) };
		return { ...workflow, pinData };
	};

	/** The contacts of the received messages, in order. */
	const received = () =>
		[...testEnv.sandbox.state.messages.values()].map(({ contactId }) => contactId);
	const idsOf = (recipients: IDataObject[]) =>
		recipients.map(({ contactId }) => String(contactId)).sort();

	/** The worker that runs an execution. */
	const workerOf = (executionId: string) =>
		testEnv.workers.find(({ log }) =>
			log.some((line) => line.includes(`started execution ${executionId} `)),
		);

	test('sends 1,000 messages of four executions once each, at the rate of one execution', async () => {
		const { client, sandbox } = testEnv;
		await Promise.all(
			upTo(4).map(async () => await runByHand(client, sendWorkflow(addRecipients(sandbox, 5)))),
		);
		sandbox.reset();
		const recipients = addRecipients(sandbox, 1_000);
		const indexOf = new Map(recipients.map(({ contactId }, index) => [contactId, index]));
		const ids = await Promise.all(
			upTo(4).map(async (part) => {
				const first = part * PER_EXECUTION;
				return await start(client, sendWorkflow(recipients.slice(first, first + PER_EXECUTION)));
			}),
		);
		const runs = await Promise.all(ids.map(async (id) => await finished(client, id)));

		const ends = runs.map(({ status, data }) => data.resultData.error?.message ?? status);
		expect(ends).toEqual(upTo(4).map(() => 'success'));
		expect(received().sort()).toEqual(idsOf(recipients));
		expect(runs.flatMap(({ data }) => jsonOf(data, SEND))).toHaveLength(1_000);
		expect(new Set(ids.map(workerOf)).size).toBe(2);

		const { requests, rateLimit } = sandbox;
		const sent = requests.filter(({ path, status }) => path === SEND_PATH && status === 200);
		const partOf = ({ body }: (typeof sent)[number]) =>
			Math.floor(indexOf.get((body as IDataObject).contactId)! / PER_EXECUTION);
		// Before the first message of an execution, n8n evaluates the expressions of all items, which blocks the worker. The
		// rate is measured from the time when all four executions have begun to send.
		const firsts = upTo(4).map((part) => sent.find((one) => partOf(one) === part)!.at);
		const allStartedAt = Math.max(...firsts);
		const measured = sent.filter(({ at }) => at >= allStartedAt);
		const ms = measured[measured.length - 1].at - allStartedAt;
		const ideal = (Math.ceil(measured.length / WINDOW.max) - 1) * WINDOW.intervalMs + REPLY_MS;
		const refused = rateLimit.refused / requests.length;
		console.info(
			`1,000 sends: all executions had started after ${allStartedAt - requests[0].at} ms, the other ${measured.length} took ${ms} ms, ` +
				`${(ms / ideal).toFixed(3)} of ideal; ${rateLimit.refused} of ${requests.length} requests refused`,
		);
		expect(refused).toBeLessThan(MAX.refused);
		expect(ms / ideal).toBeLessThan(MAX.idealRatio);
	}, 120_000);

	test('sends 200 messages once if their worker is killed and the run is started again', async () => {
		const { client, sandbox } = testEnv;
		const recipients = addRecipients(sandbox, 200);
		const workflow = sendWorkflow(recipients);
		const id = await start(client, workflow);
		await waitFor(() => received().length >= 60);
		const killed = workerOf(id);
		expect(killed).toBeDefined();
		killed?.kill();
		await killed?.ended;
		const { status } = await finished(client, id);
		expect(['error', 'crashed']).toContain(status);
		const before = received().length;
		expect(before).toBeLessThan(200);

		const second = await finished(
			client,
			await start(client, { ...workflow, id: `${workflow.id}2` }),
		);
		expect(second.status).toBe('success');
		const json = jsonOf(second.data, SEND);
		expect(json).toHaveLength(200);
		expect(json.filter(({ reason }) => reason === 'already sent')).toHaveLength(before);
		expect(received().sort()).toEqual(idsOf(recipients));
		const sent = sandbox.requests.filter(
			({ path, status: replied }) => path === SEND_PATH && replied === 200,
		);
		expect(sent.length).toBeGreaterThanOrEqual(200);
	}, 120_000);
});

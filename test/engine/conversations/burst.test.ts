import type { INodeParameters } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { useShared } from '../../support/useShared';
import { NO_RATE_LIMIT } from '../fixtures';
import { startTestEnv } from '../harness';
import type { WebhookWorkflow } from '../harness/webhookWorkflow';
import { Thread } from './thread';
import { eventMessage, webhooksOf } from '../webhookTrigger/webhooks';

// A bot on the webhook trigger: every message of the contact starts an execution, and each of them looks for itself.
const testEnv = useShared(
	async () => await startTestEnv({ sandbox: { seed: false, rateLimit: NO_RATE_LIMIT } }),
);
const { active, deliver } = webhooksOf(testEnv);
let thread: Thread;
let workflow: WebhookWorkflow;
let executions: Array<Promise<void>>;
beforeEach(async () => {
	testEnv.sandbox.reset();
	thread = new Thread(testEnv.sandbox);
	workflow = await active();
	executions = [];
});

interface Bot {
	options: INodeParameters;
	/** How long the agent takes, ms. */
	thinksMs: number;
}

const OPTIONS = { onlyIfLatest: '={{ $json.messageId }}', pauseAfterHuman: 60 };

/** One execution, from the webhook's item on: Get Unanswered, an agent that repeats what it was asked, Send with its guard. */
async function execute(start: object, { options, thinksMs }: Bot): Promise<void> {
	const parameters = thread.parameters('conversation', 'getUnanswered', {
		options: { ...OPTIONS, ...options },
	});
	const { json, error } = await testEnv.run({ parameters, items: [{ json: { ...start } }] });
	if (error) throw error;
	if (json.length === 0) return;
	await sleep(thinksMs);
	const sent = await testEnv.run({
		parameters: {
			...{ resource: 'message', operation: 'send', type: '={{ $json.type }}' },
			...{ contactId: thread.contactId, message: '=To: {{ $json.text }}' },
			options: { onlyIfUnanswered: '={{ $json.turn }}' },
		},
		items: json,
	});
	if (sent.error) throw sent.error;
}

/** The contact writes, and HighLevel's webhook starts an execution. */
async function writes(body: string, bot: Bot): Promise<void> {
	const messageId = thread.wrote(body);
	const known = workflow.starts.length;
	const { id: conversationId, contactId } = thread;
	const payload = eventMessage({ conversationId, contactId, messageId, body });
	expect((await deliver(workflow, 'InboundMessage', payload)).status).toBe(200);
	executions.push(execute(workflow.starts[known], bot));
}

const answers = () =>
	[...testEnv.sandbox.state.messages.values()]
		.filter(({ source }) => source === 'api')
		.map(({ body }) => body);

it('answers five messages within eight seconds together, once', async () => {
	const bot = { options: { waitForQuiet: 4 }, thinksMs: 500 };
	for (const body of ['1', '2', '3', '4', '5']) {
		if (body !== '1') await sleep(1900);
		await writes(body, bot);
	}
	await Promise.all(executions);
	expect(executions).toHaveLength(5);
	expect(answers()).toEqual(['To: 1\n2\n3\n4\n5']);
});

it('does not answer if a person answers in between', async () => {
	const bot = { options: { waitForQuiet: 2 }, thinksMs: 0 };
	await writes('1', bot);
	await writes('2', bot);
	thread.person('I am on it');
	await writes('3', bot);
	await Promise.all(executions);
	expect(answers()).toEqual([]);
});

it('answers messages received while the agent runs together with the previous ones, once', async () => {
	const bot = { options: { waitForQuiet: 1 }, thinksMs: 2500 };
	await writes('1', bot);
	await sleep(2000);
	await writes('2', bot);
	await Promise.all(executions);
	expect(answers()).toEqual(['To: 1\n2']);
});

it('does not answer if a person answers while the agent runs', async () => {
	await writes('1', { options: {}, thinksMs: 1500 });
	await sleep(500);
	thread.person('I am on it', 0, { messageType: 'TYPE_EMAIL' });
	await Promise.all(executions);
	expect(answers()).toEqual([]);
});

it('answers a message that was received just before the answer to an earlier one', async () => {
	thread.wrote('1', 10_000);
	await writes('2', { options: { waitForQuiet: 2 }, thinksMs: 0 });
	// The answer to the first was under way already.
	thread.sent('To: 1');
	await Promise.all(executions);
	expect(answers()).toEqual(['To: 1', 'To: 2\n[We wrote] To: 1']);
});

it('answers once if HighLevel delivers a message twice', async () => {
	const bot = { options: { waitForQuiet: 1 }, thinksMs: 0 };
	await writes('1', bot);
	await Promise.all(executions);
	await execute(workflow.starts[0], bot);
	expect(answers()).toEqual(['To: 1']);
});

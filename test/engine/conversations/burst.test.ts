import type { INodeParameters } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { useTestEnvs, type TestEnv } from '../harness';
import type { WebhookWorkflow } from '../harness/webhookWorkflow';
import { Thread } from './thread';
import { eventMessage, webhooksOf } from '../webhookTrigger/webhooks';

// A bot on the webhook trigger: every message of the contact starts an execution, and each of them reads the conversation.
// The tests wait, so they run concurrently, each in a test environment of its own.
const newTestEnv = useTestEnvs({ sandbox: { seed: false } });

interface BotSettings {
	/** Options of Get Unanswered. */
	options: INodeParameters;
	/** How long the agent takes, ms. */
	agentMs: number;
}

const OPTIONS = { onlyIfLatest: '={{ $json.messageId }}', pauseAfterHuman: 60 };

/** A conversation with a bot. */
class Bot {
	readonly executions: Array<Promise<void>> = [];

	private constructor(
		private readonly testEnv: TestEnv,
		private readonly settings: BotSettings,
		readonly workflow: WebhookWorkflow,
		readonly thread: Thread,
	) {}

	static async start(settings: BotSettings): Promise<Bot> {
		const testEnv = await newTestEnv();
		const workflow = await webhooksOf(testEnv).active();
		return new Bot(testEnv, settings, workflow, new Thread(testEnv.sandbox));
	}

	/** The contact writes, and HighLevel's webhook starts an execution. */
	async receive(body: string): Promise<void> {
		const messageId = this.thread.wrote(body);
		const { starts } = this.workflow;
		const count = starts.length;
		const { id: conversationId, contactId } = this.thread;
		const payload = eventMessage({ conversationId, contactId, messageId, body });
		const { deliver } = webhooksOf(this.testEnv);
		expect((await deliver(this.workflow, 'InboundMessage', payload)).status).toBe(200);
		this.executions.push(this.execute(starts[count]));
	}

	/** One execution after the webhook: Get Unanswered, an agent that repeats the text of the turn, and Send. */
	async execute(start: object): Promise<void> {
		const parameters = this.thread.parameters('conversation', 'getUnanswered', {
			options: { ...OPTIONS, ...this.settings.options },
		});
		const { json, error } = await this.testEnv.run({ parameters, items: [{ json: { ...start } }] });
		if (error) throw error;
		if (json.length === 0) return;
		await sleep(this.settings.agentMs);
		const sent = await this.testEnv.run({
			parameters: {
				...{ resource: 'message', operation: 'send', type: '={{ $json.type }}' },
				...{ contactId: this.thread.contactId, message: '=To: {{ $json.text }}' },
				options: { onlyIfUnanswered: '={{ $json.turn }}' },
			},
			items: json,
		});
		if (sent.error) throw sent.error;
	}

	/** The bot's messages after all executions have finished. */
	async answers(): Promise<unknown[]> {
		await Promise.all(this.executions);
		return [...this.testEnv.sandbox.state.messages.values()]
			.filter(({ source }) => source === 'api')
			.map(({ body }) => body);
	}
}

it.concurrent('answers five messages within eight seconds together, once', async () => {
	const bot = await Bot.start({ options: { waitForQuiet: 4 }, agentMs: 500 });
	for (const body of ['1', '2', '3', '4', '5']) {
		if (body !== '1') await sleep(1900);
		await bot.receive(body);
	}
	const answers = await bot.answers();
	expect(bot.executions).toHaveLength(5);
	expect(answers).toEqual(['To: 1\n2\n3\n4\n5']);
});

it.concurrent('does not answer if a person answers in between', async () => {
	const bot = await Bot.start({ options: { waitForQuiet: 2 }, agentMs: 0 });
	await bot.receive('1');
	await bot.receive('2');
	bot.thread.person('I am on it');
	await bot.receive('3');
	expect(await bot.answers()).toEqual([]);
});

it.concurrent(
	'answers messages received while the agent runs together with the previous ones, once',
	async () => {
		const bot = await Bot.start({ options: { waitForQuiet: 1 }, agentMs: 2500 });
		await bot.receive('1');
		await sleep(2000);
		await bot.receive('2');
		expect(await bot.answers()).toEqual(['To: 1\n2']);
	},
);

it.concurrent('does not answer if a person answers while the agent runs', async () => {
	const bot = await Bot.start({ options: {}, agentMs: 1500 });
	await bot.receive('1');
	await sleep(500);
	bot.thread.person('I am on it', 0, { messageType: 'TYPE_EMAIL' });
	expect(await bot.answers()).toEqual([]);
});

it.concurrent(
	'answers a message that was received just before the answer to an earlier one',
	async () => {
		const bot = await Bot.start({ options: { waitForQuiet: 2 }, agentMs: 0 });
		bot.thread.wrote('1', 10_000);
		await bot.receive('2');
		// The answer to the first message had already been sent by another execution.
		bot.thread.sent('To: 1');
		expect(await bot.answers()).toEqual(['To: 1', 'To: 2\n[We wrote] To: 1']);
	},
);

it.concurrent('answers once if HighLevel delivers a message twice', async () => {
	const bot = await Bot.start({ options: { waitForQuiet: 1 }, agentMs: 0 });
	await bot.receive('1');
	await Promise.all(bot.executions);
	await bot.execute(bot.workflow.starts[0]);
	expect(await bot.answers()).toEqual(['To: 1']);
});

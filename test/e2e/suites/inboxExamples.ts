/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { findExample } from '../../../n8n/examples';
import { SEED } from '../../../sandbox';
import { waitForRuns, switchOff, switchOn } from '../support/activeWorkflows';
import { EditorPage, launch } from '../support/browser';
import { openAiCredential, startScriptedModel } from '../support/model';
import type { ScriptedModel } from '../support/model';
import { finished, jsonOf, start, runByHand } from '../support/workflows';
import type { TestWorkflow } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

/** The examples that answer contacts, with the stand-in model, and with seconds instead of hours. */
export function inboxExamples(testEnv: () => TestEnv): void {
	let model: ScriptedModel;
	let openAiApi: { id: string; name: string };
	let conversationId: string;
	let contactId: string;

	beforeAll(async () => {
		model = await startScriptedModel();
		openAiApi = await openAiCredential(testEnv().client, model);
	});
	afterAll(async () => await model.stop());
	beforeEach(() => {
		const { state, locationId } = testEnv().sandbox;
		contactId = state.addContact({ locationId, phone: '+15550100' }).id;
		conversationId = state.addConversation({ locationId, contactId }).id;
	});

	const write = (body: string, more: object = {}): string =>
		testEnv().sandbox.state.addMessage({ conversationId, body, source: undefined, ...more }).id;
	const sent = () =>
		testEnv()
			.sandbox.requests.filter(({ method }) => method === 'POST')
			.map(({ body }) => body as { type: string; contactId: string; message: string });

	/** An example as n8n would save it, with the model's credential and changed parameters of some nodes. */
	const example = (key: string, changes: Record<string, INodeParameters> = {}): TestWorkflow => {
		const workflow = structuredClone(findExample(key).workflow);
		for (const node of workflow.nodes) {
			Object.assign(node.parameters, changes[node.name]);
			if (node.name === 'Chat model') node.credentials = { openAiApi };
		}
		return { ...workflow, id: randomUUID().replaceAll('-', '').slice(0, 16), active: false };
	};

	describe('examples', () => {
		test('1: an agent answers the turn that is unanswered', async () => {
			write('Hi!', { dateAdded: Date.now() - 120_000 });
			write('Is Tuesday at ten still free?', { dateAdded: Date.now() - 60_000 });
			model.play([{ text: 'Yes, it is.' }]);
			const { status, data } = await runByHand(testEnv().client, example('1'));
			expect(status).toBe('success');
			expect(jsonOf(data, 'Unanswered message')).toMatchObject([{ conversationId, count: 2 }]);
			expect(JSON.stringify(model.asked[0].messages)).toContain('Hi!');
			expect(sent()).toEqual([
				{ type: 'SMS', contactId, locationId: SEED.locationId, message: 'Yes, it is.' },
			]);
		});

		test('1: a colleague takes over after the last failed attempt', async () => {
			write('Is anybody there?', { dateAdded: Date.now() - 60_000 });
			model.play([{ fails: true }, { fails: true }, { fails: true }]);
			const workflow = example('1', {
				'Unanswered message': { options: { attempts: 1, waitForQuiet: 0 } },
			});
			const { data } = await runByHand(testEnv().client, workflow);
			expect(jsonOf(data, 'Last attempt?')).toHaveLength(1);
			expect(sent()).toEqual([
				expect.objectContaining({ type: 'InternalComment', mentions: [SEED.userId] }),
			]);
		});

		test('1: on the canvas, after a run', async () => {
			write('Hi! Is Tuesday at ten still free?', { dateAdded: Date.now() - 60_000 });
			model.play([{ text: 'Yes, it is.' }]);
			const workflow = example('1');
			await testEnv().client.request('POST', '/workflows', workflow);
			const context = await launch(testEnv());
			try {
				const opened = await EditorPage.open(context, `${testEnv().n8n.url}/workflow/${workflow.id}`, 'light'); // prettier-ignore
				await opened.page.getByTestId('execute-workflow-button').first().click();
				await opened.page.getByTestId('canvas-node-status-success').nth(3).waitFor();
				expect(sent()).toHaveLength(1);
			} finally {
				await context.browser()?.close();
			}
		});

		describe('example 7', () => {
			let workflow: TestWorkflow;
			let url: string;
			beforeEach(async () => {
				const { n8n, sandbox } = testEnv();
				workflow = example('7', {
					'Inbound message': { publicKey: sandbox.webhooks.publicKey },
					Unanswered: { options: { onlyIfLatest: '={{ $json.messageId }}', waitForQuiet: 2 } },
				});
				const webhookId = randomUUID();
				workflow.nodes.find(({ name }) => name === 'Inbound message')!.webhookId = webhookId;
				await switchOn(testEnv(), workflow);
				url = `${n8n.url}/webhook/${webhookId}/webhook`;
			});
			afterEach(async () => await switchOff(testEnv(), workflow));

			const writes = async (body: string) => {
				const event = { direction: 'inbound', conversationId, contactId, messageId: write(body), body }; // prettier-ignore
				await testEnv().sandbox.webhooks.deliver(url, 'InboundMessage', event);
			};

			test('7: hands over to a colleague if the contact asks for one', async () => {
				model.play([{ text: 'I am a person.' }]);
				await writes('Can I talk to a person?');
				await waitForRuns(testEnv(), workflow, 1, 60);
				expect(sent()).toMatchObject([
					{
						type: 'InternalComment',
						contactId,
						message: `@Mia Lopez<userId>${SEED.userId}</userId> The contact needs a colleague: Can I talk to a person?`,
						mentions: [SEED.userId],
					},
					{
						type: 'SMS',
						contactId,
						message: 'A colleague will get back to you as soon as possible.',
					},
				]);
				expect(model.asked).toEqual([]);
			});

			test('7: answers both messages at once if the contact writes while the agent runs', async () => {
				model.play([{ text: 'To one.', afterMs: 6000 }, { text: 'To both.' }]);
				await writes('Hello');
				for (let i = 0; i < 150 && model.asked.length === 0; i++) await sleep(100);
				await writes('Are you open?');
				await waitForRuns(testEnv(), workflow, 2, 60);
				expect(sent()).toEqual([
					{ type: 'SMS', contactId, locationId: SEED.locationId, message: 'To both.' },
				]);
			});
		});

		test('12: an agent looks up data, and hands over with its own text', async () => {
			write('I want to talk to a person', { dateAdded: Date.now() - 60_000 });
			const summary = 'Wants a person.';
			const messageToContact = 'A colleague will call you.';
			model.play([
				{ tool: 'Look_up_messages', input: { limit: 20 } },
				{ tool: 'Hand_over', input: { summary, messageToContact } },
				{ tool: 'Send_reply', input: { message: 'I can help you, too' } },
				{ text: 'Done.' },
			]);
			const { status } = await runByHand(testEnv().client, example('12'));
			expect(status).toBe('success');
			expect(JSON.stringify(model.asked[1].messages)).toContain('I want to talk to a person');
			// The reply after the hand-over is skipped.
			expect(JSON.stringify(model.asked[3].messages)).toMatch(/skipped.*human/);
			expect(sent()).toMatchObject([
				{
					type: 'InternalComment',
					contactId,
					message: `@Mia Lopez<userId>${SEED.userId}</userId> ${summary}`,
					mentions: [SEED.userId],
				},
				{ type: 'SMS', contactId, message: messageToContact },
			]);
		});

		describe('example 8', () => {
			/** Example 8 with two rounds one second apart, instead of 24 rounds one hour apart. */
			const asking = () => {
				const workflow = example('8', { Wait: { amount: 1, unit: 'seconds' } });
				const text = JSON.stringify(workflow.nodes)
					.replaceAll(SEED.contactId, contactId)
					.replace('"value":24', '"value":2')
					.replace('"waitForQuiet":30', '"waitForQuiet":1');
				return { ...workflow, nodes: JSON.parse(text) as TestWorkflow['nodes'] };
			};

			test('8: accepts a reply by message', async () => {
				const id = await start(testEnv().client, asking());
				for (let i = 0; i < 150 && sent().length === 0; i++) await sleep(100);
				write('Yes, see you then');
				const { status, data } = await finished(testEnv().client, id);
				expect(status).toBe('success');
				expect(jsonOf(data, 'Answered')).toEqual([{ contactId, text: 'Yes, see you then' }]);
				expect(sent()).toHaveLength(1);
			});

			test('8: reminds once, then gives up', async () => {
				const { status, data } = await runByHand(testEnv().client, asking());
				expect(status).toBe('success');
				expect(sent().map(({ message }) => message)).toEqual([
					expect.stringMatching(/^Is Tuesday/),
					expect.stringMatching(/^Just checking/),
				]);
				expect(jsonOf(data, 'Gave up')).toEqual([{ contactId }]);
			});
		});
	});
}

import { randomUUID } from 'node:crypto';
import { findExample } from '../../../n8n/examples';
import { SEED } from '../../../sandbox';
import { linksSent, waitUntilWaiting, postAnswer } from '../support/questions';
import { finished, itemsOf, jsonOf, runByHand, start } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const HOUR = 60 * 60_000;

/** Every file of examples/, started by hand, unchanged. */
export function examples(testEnv: () => TestEnv): void {
	const execute = async (key: string) => {
		const id = randomUUID().replaceAll('-', '').slice(0, 16);
		const workflow = { ...findExample(key).workflow, id, active: false };
		return (await runByHand(testEnv().client, workflow)).data;
	};

	const sent = () =>
		testEnv().sandbox.requests.filter(
			({ method, path }) => `${method} ${path}` === 'POST /conversations/messages',
		);

	describe('examples', () => {
		test('2: exports all messages, including emails, to a CSV file', async () => {
			const data = await execute('2');
			const [{ binary }] = itemsOf(data, 'CSV file');
			expect(binary?.data.fileName).toMatch(/^highlevel-messages-\d{4}-\d\d-\d\d\.csv$/);
			expect(binary?.data.mimeType).toBe('text/csv');
			const { state, locationId } = testEnv().sandbox;
			const all = [...state.messages.values()].filter((each) => each.locationId === locationId);
			expect(jsonOf(data, 'Columns')).toHaveLength(all.length);
			const channels = new Set(jsonOf(data, 'Columns').map(({ channel }) => channel));
			expect(channels).toContain('EMAIL');
			expect(channels).toContain('SMS');
		});

		test('3: sends each contact one message, and collects skipped and failed ones', async () => {
			const data = await execute('3');
			const names = (node: string, of = data) => jsonOf(of, node).map(({ firstName }) => firstName);
			expect(names('Sent')).toEqual(['Ana', 'Felix', 'Hugo']);
			expect(jsonOf(data, 'Skipped')).toMatchObject([
				{ firstName: 'Carla', reason: 'do not disturb' },
			]);
			expect(names('Failed')).toEqual(['Devon']);
			for (const { reason } of jsonOf(data, 'Failed')) expect(String(reason)).not.toBe('');
			const texts = sent().map(({ body }) => (body as { message: string }).message);
			expect(texts).toContainEqual(expect.stringContaining('Hi Ana,'));
			expect(JSON.stringify(sent())).not.toContain(SEED.unsubscribedContactId);

			const again = await execute('3');
			expect(names('Sent', again)).toEqual([]);
			expect(names('Skipped', again)).toEqual(['Ana', 'Felix', 'Carla', 'Hugo']);
		});

		test("4: fetches the recordings and transcripts of yesterday's calls", async () => {
			const { state } = testEnv().sandbox;
			// Noon of yesterday in n8n's time zone, whatever the hour of this test.
			const noon = new Date(Date.now() - 24 * HOUR).setUTCHours(17, 0, 0, 0);
			for (const message of state.messages.values()) {
				if (message.messageType === 'TYPE_CALL') message.dateAdded = noon;
			}
			state.changed();
			const data = await execute('4');
			const files = (node: string) =>
				itemsOf(data, node).map(({ binary }) => binary?.data.fileName);
			expect(jsonOf(data, "Yesterday's calls")).toHaveLength(3);
			expect(files('Recordings').sort()).toEqual(
				[`call-${SEED.callMessageId}.wav`, `call-${SEED.secondCallMessageId}.wav`].sort(),
			);
			expect(itemsOf(data, 'Transcripts')).toHaveLength(2);
			for (const { binary } of itemsOf(data, 'Transcripts')) {
				expect(binary?.data.mimeType).toBe('text/plain');
			}
		});

		test('5: schedules an email with a file for tomorrow and cancels it', async () => {
			const data = await execute('5');
			const [search, ...requests] = testEnv().sandbox.requests;
			expect(search.query).toMatchObject({ query: 'ben.okafor@mail.example' });
			expect(requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
				expect.stringMatching(/^POST 20/),
				expect.stringMatching(/^POST 20/),
				expect.stringMatching(/^DELETE 20/),
			]);
			expect(requests[0].body).toMatchObject({
				files: [{ name: 'treatment-plan.txt', type: 'text/plain' }],
			});
			const send = requests[1].body as { attachments: string[]; scheduledTimestamp: number };
			expect(send.attachments).toEqual([expect.stringMatching(/\/files\/d\//)]);
			expect(send.scheduledTimestamp * 1000).toBeGreaterThan(Date.now());
			const [{ emailMessageId }] = jsonOf(data, 'Send tomorrow');
			expect(requests[2].path).toContain(String(emailMessageId));
			expect(jsonOf(data, 'Cancel')).toHaveLength(1);
		});

		test('6: creates a subtype, unsubscribes and resubscribes a contact', async () => {
			const data = await execute('6');
			const [{ id }] = jsonOf(data, 'Create subtype');
			const status = (node: string) => {
				const flat = JSON.stringify(jsonOf(data, node));
				return new RegExp(`"${id}"[^}]*"subtype_status":"(\\w+)"`).exec(flat)?.[1];
			};
			expect(status('Status after unsubscribing')).toBe('unsubscribed');
			expect(status('Status after subscribing')).toBe('subscribed');
		});

		test.each([
			[
				'en',
				/^Hello, our quote is 1,200 EUR.*\n\nAnswer here: http:/,
				'Yes, go ahead',
				'Thank you! We will call you to set a date.',
			],
			[
				'de',
				/^Guten Tag, unser Angebot beträgt 1,200 EUR.*\n\nHier antworten: http:/,
				'Ja, gern',
				'Vielen Dank! Wir rufen Sie an, um einen Termin zu vereinbaren.',
			],
		])(
			'9: asks by SMS in %s and continues with the answer',
			async (language, question, approve, thanks) => {
				const { client } = testEnv();
				const workflow = structuredClone(findExample('9').workflow);
				const quote = workflow.nodes.find(({ name }) => name === 'Quote');
				const { assignments } = quote!.parameters.assignments as unknown as {
					assignments: Array<{ name: string; value: string }>;
				};
				assignments.find(({ name }) => name === 'language')!.value = language;
				const executionId = await start(client, {
					...workflow,
					id: `hlAskedByText-${language}`,
					active: false,
				});
				await waitUntilWaiting(testEnv(), executionId);
				const [link] = linksSent(testEnv());
				const page = await (await fetch(link)).text();
				expect(page).toContain(`lang="${language}"`);
				expect(page).toContain(approve);
				await postAnswer(link, { approved: 'true' });
				const { status, data } = await finished(client, executionId);
				expect(status).toBe('success');
				expect(jsonOf(data, 'Confirm')).toHaveLength(1);
				expect(data.resultData.runData['Tell the team']).toBeUndefined();
				const texts = sent().map(({ body }) => (body as { message: string }).message);
				expect(texts).toEqual([expect.stringMatching(question), thanks]);
			},
		);
	});
}

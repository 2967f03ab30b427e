import type { IDataObject } from 'n8n-workflow';

import { addRecipients, EXPORT_PATH, SEND_PATH, sendSms } from '../../fixtures';
import { useTestEnv } from '../../harness';
import { recordMessage, sendEmail, textsTo } from './messages';

const testEnv = useTestEnv();

const options = { skipIfSent: 24 };
const send = async (items: IDataObject[], more: object = {}) =>
	await testEnv.run({ parameters: sendSms({ options, ...more }), items });

describe("'To Number' and 'Email To'", () => {
	const [first, other] = ['+12025550301', '+12025550302'];
	const sendTo = async (item: IDataObject, toNumber?: string) =>
		await send([item], toNumber ? { additionalFields: { toNumber } } : {});

	it('distinguish messages', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		await sendTo(item, first);
		expect((await sendTo(item, other)).json[0].messageId).toBeDefined();
		expect((await sendTo(item, '+1 (202) 555-0301')).json[0].skipped).toBe(true);
		// HighLevel chooses the number: any may be the one.
		expect((await sendTo(item)).json[0].skipped).toBe(true);
	});

	it('distinguish the items of one run', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		const items = [first, other, first].map((to) => ({ ...item, to }));
		const { json } = await send(items, { additionalFields: { toNumber: '={{ $json.to }}' } });
		expect(json.map(({ skipped }) => skipped === true)).toEqual([false, false, true]);
	});

	it('skip if HighLevel does not return the number or address', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, item, {});
		expect((await sendTo(item, first)).json[0].skipped).toBe(true);
	});

	it('distinguish emails', async () => {
		const sendOne = async (emailTo: string) => {
			const parameters = sendEmail({ options, additionalFields: { emailTo } });
			return (await testEnv.run({ parameters })).json[0].skipped === true;
		};
		expect(await sendOne('one@example.com')).toBe(false);
		expect(await sendOne('Two <two@example.com>')).toBe(false);
		expect(await sendOne('ONE@example.com')).toBe(true);
	});
});

describe('overlapping runs', () => {
	/** Delays each send until both runs have read what was sent. */
	const bothRead = () => {
		let reading = 0;
		testEnv.sandbox.faults.add({
			path: EXPORT_PATH,
			headers: {},
			times: 2,
			delayMs: 200,
			when: () => Boolean((reading += 1)),
		});
		return () => reading;
	};

	it('send once, and the second contains the ID of the message', async () => {
		const items = addRecipients(testEnv.sandbox, 3);
		const reading = bothRead();
		const results = await Promise.all([send(items), send(items)]);
		expect(reading()).toBe(2);
		expect(textsTo(testEnv.sandbox).sort()).toEqual(items.map(({ text }) => text));
		const json = results.flatMap((result) => result.json);
		const sent = json.filter(({ skipped }) => skipped !== true);
		const skipped = json.filter((each) => each.skipped === true);
		expect(sent).toHaveLength(3);
		expect(skipped.map(({ messageId }) => messageId).sort()).toEqual(
			sent.map(({ messageId }) => messageId).sort(),
		);
		for (const { reason } of skipped) expect(reason).toBe('already sent');
	});

	it('send in the second run what HighLevel rejected in the first', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		bothRead();
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			status: 422,
			body: { message: 'No' },
			delayMs: 100,
		});
		const results = await Promise.all([send([item]), send([item])]);
		expect(results.map(({ status }) => status).sort()).toEqual(['error', 'success']);
		expect(textsTo(testEnv.sandbox)).toEqual([item.text]);
	});

	it('do not send what may have been sent', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		bothRead();
		testEnv.sandbox.faults.add({ path: SEND_PATH, disconnect: 'after', delayMs: 100 });
		const results = await Promise.all([send([item]), send([item])]);
		// On a slow machine the second run reads only after the message is listed, and skips it.
		const outcomes = results.map(({ error, json }) => error?.message ?? String(json[0].reason));
		for (const outcome of outcomes)
			expect(outcome).toMatch(/may have been processed|^already sent$/);
		expect(outcomes.join()).toMatch(/may have been processed/);
		expect(
			results.flatMap((result) =>
				result.json.filter(({ messageId, skipped }) => messageId && !skipped),
			),
		).toEqual([]);
		expect(textsTo(testEnv.sandbox)).toEqual([item.text]);
	});

	it('include the tool calls of an agent', async () => {
		bothRead();
		const { replies } = await testEnv.callTool({
			parameters: sendSms({ options, message: "={{ $fromAI('text', '', 'string') }}" }),
			calls: [{ text: 'Hello there!' }, { text: 'Hello there!' }],
			way: 'called by the agent',
		});
		expect(textsTo(testEnv.sandbox)).toEqual(['Hello there!']);
		expect(replies.filter((reply) => reply.includes('already sent'))).toHaveLength(1);
	});

	it('skip what this process has sent but HighLevel does not list yet', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		await send([item]);
		const map = (json: unknown) => ({ ...(json as IDataObject), messages: [] });
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, map });
		expect((await send([item])).json[0]).toMatchObject({ skipped: true, reason: 'already sent' });
	});
});

describe('a message split into several', () => {
	it('is completed if a run was interrupted, and then skipped', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		recordMessage(testEnv.sandbox, item, { text: 'One', agoMs: 200_000 });
		const split = { ...options, splitText: { values: { by: 'paragraph' } } };
		const items = [{ ...item, text: 'One\n\nTwo\n\nThree' }];
		const result = await send(items, { options: split });
		expect(textsTo(testEnv.sandbox)).toEqual(['Two', 'Three']);
		expect(result.json[0].messageIds).toHaveLength(3);
		const again = await send(items, { options: split });
		expect(again.json[0]).toMatchObject({ skipped: true, reason: 'already sent' });
	});
});

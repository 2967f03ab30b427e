import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { addRecipients, itemWithFiles, SEND_PATH, sendSms } from '../fixtures';
import { sendRequests } from './middleware/messages';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const bodies = (result: Parameters<typeof sendRequests>[0]) =>
	sendRequests(result).map(({ body }) => body as IDataObject);
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const send = async (options: object, more: object) =>
	await testEnv.run({ parameters: sendSms({ options: options as INodeParameters, ...more }) });

describe('WhatsApp media', () => {
	const URLS = ['https://files.example/photo.JPG', 'https://files.example/price%20list.pdf?x=1'];
	const media = [
		{ type: 'image', url: URLS[0], name: 'photo.JPG' },
		{ type: 'document', url: URLS[1], name: 'price list.pdf' },
	];
	const whatsApp = (more: object = {}) => ({
		type: 'WhatsApp',
		message: 'Here they are',
		additionalFields: { attachments: URLS },
		...more,
	});

	it('is sent as a message per file, the first with the text', async () => {
		const { locationId } = testEnv.sandbox;
		const [{ contactId }] = addRecipients(testEnv.sandbox, 1);
		const result = await send({}, whatsApp({ contactId }));
		expect(bodies(result)).toEqual([
			{
				type: 'WhatsApp',
				contactId,
				locationId,
				message: 'Here they are',
				whatsapp: { type: 'media', media: media[0] },
			},
			{ type: 'WhatsApp', contactId, locationId, whatsapp: { type: 'media', media: media[1] } },
		]);
		expect(result.json[0].messageIds).toHaveLength(2);
		const stored = [...testEnv.sandbox.state.messages.values()].slice(-2);
		expect(stored.map(({ attachments }) => attachments)).toEqual([[URLS[0]], [URLS[1]]]);
	});

	it("is sent with the names of the files of 'Attach Files', once under 'Retry On Fail'", async () => {
		const item = await itemWithFiles(
			testEnv,
			['voice.ogg', Buffer.from('a'), 'audio/ogg'],
			['clip.mp4', Buffer.from('b'), 'video/mp4'],
		);
		const isSecond = ({ body }: { body: unknown }) => (body as IDataObject).message === undefined;
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			status: 422,
			when: isSecond,
			body: { message: 'No' },
		});
		const result = await testEnv.run({
			parameters: sendSms({
				type: 'WhatsApp',
				message: 'Hi',
				options: { attachFiles: 'data,data2' },
			}),
			items: [item],
			node: retrying,
		});
		expect(result.status).toBe('success');
		const sent = bodies(result).map(({ whatsapp }) => (whatsapp as { media: IDataObject }).media);
		expect(sent.map(({ type, name }) => [type, name])).toEqual([
			['audio', 'voice.ogg'],
			['video', 'clip.mp4'],
			['video', 'clip.mp4'],
		]);
		expect(result.requests.filter(({ path }) => path.endsWith('/upload'))).toHaveLength(1);
		expect(result.json[0].messageIds).toHaveLength(2);
	});

	it('is sent in one message if the option says so, and for templates', async () => {
		for (const [options, more] of [
			[{ whatsAppMedia: 'attachments' }, {}],
			[{}, { additionalFields: { attachments: URLS, templateId: 'template-1' } }],
		]) {
			const result = await send(options, whatsApp(more));
			expect(bodies(result).map((body) => body.attachments)).toEqual([URLS]);
			expect(bodies(result)[0]).not.toHaveProperty('whatsapp');
		}
		const { error } = await send({ whatsAppMedia: '={{ "x" }}' }, whatsApp());
		expect(error?.message).toMatch(/'WhatsApp Media' must be media or attachments: x/);
	});

	it('is recognized by Skip If Sent by its text', async () => {
		await send({ skipIfSent: 24 }, whatsApp());
		const again = await send({ skipIfSent: 24 }, whatsApp());
		expect(again.json[0]).toMatchObject({ skipped: true, reason: 'already sent' });
		expect(sendRequests(again)).toEqual([]);
	});
});

describe("'Attach Files' with a schedule", () => {
	it.each([
		[2 * 3600, true],
		[1800, false],
	])('in %d s has a hint: %s', async (seconds, hasHint) => {
		const item = await itemWithFiles(testEnv, ['a.pdf', Buffer.from('a')]);
		const scheduledTimestamp = Math.floor(Date.now() / 1000) + seconds;
		const { json } = await testEnv.run({
			parameters: sendSms({
				options: { attachFiles: 'data' },
				additionalFields: { scheduledTimestamp },
			}),
			items: [item],
		});
		expect(/expire after one hour/.test(String(json[0].hint))).toBe(hasHint);
	});

	it.each([
		[3, true],
		[0.4, false],
	])('of Quiet Hours for %d hours more has a hint: %s', async (hours, hasHint) => {
		const clock = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
		const quiet = { from: clock(-2 * 3_600_000), to: clock(hours * 3_600_000), timezone: 'UTC' };
		const item = await itemWithFiles(testEnv, ['a.pdf', Buffer.from('a')]);
		const options = { attachFiles: 'data', quietHours: { hours: quiet } };
		const { json, error } = await testEnv.run({ parameters: sendSms({ options }), items: [item] });
		expect(error).toBeUndefined();
		expect(json[0].messageId).toBeDefined();
		expect(/expire after one hour/.test(String(json[0].hint))).toBe(hasHint);
	});
});

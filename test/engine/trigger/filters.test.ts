import type { IDataObject } from 'n8n-workflow';

import { addMessages, byId, EXPORT_PATH, REFUSED, upTo } from '../fixtures';
import { usePollingTrigger } from './pollingTrigger';

const { testEnv, mine, activated, ...given } = usePollingTrigger();
const add = (more: IDataObject = {}, dateAdded = Date.now() + 1000) => given.add(dateAdded, more);

describe('New Message', () => {
	const OF_EACH_CHANNEL: Array<[string, string[]]> = [
		['activity', ['TYPE_ACTIVITY_INVOICE', 'TYPE_ACTIVITY_WHATSAPP']],
		['call', ['TYPE_CALL', 'TYPE_IVR_CALL', 'TYPE_CAMPAIGN_VOICEMAIL']],
		['email', ['TYPE_EMAIL', 'TYPE_CUSTOM_PROVIDER_EMAIL']],
		['facebook', ['TYPE_FACEBOOK', 'TYPE_FACEBOOK_COMMENT']],
		['gmb', ['TYPE_GMB']],
		['instagram', ['TYPE_INSTAGRAM']],
		['liveChat', ['TYPE_LIVE_CHAT']],
		['sms', ['TYPE_SMS', 'TYPE_CUSTOM_SMS', 'TYPE_SMS_REACTION']],
		['webChat', ['TYPE_WEBCHAT']],
		['whatsApp', ['TYPE_WHATSAPP']],
	];

	it.each(OF_EACH_CHANNEL)('only returns the channel %s', async (channel, types) => {
		const workflow = await activated({ channels: [channel] });
		for (const [, all] of OF_EACH_CHANNEL) all.map((messageType) => add({ messageType }));
		testEnv.sandbox.requests.length = 0;
		await workflow.poll();
		expect(workflow.emitted.map(({ messageType }) => messageType).sort()).toEqual(types.sort());
		const asked = testEnv.sandbox.requests.map(({ query }) => query.channel);
		expect(asked).toEqual([channel === 'email' ? 'Email' : undefined]);
	});

	it.each<[string, string]>([
		['a text with commas', '={{ "sms, WhatsApp" }}'],
		['a list', '={{ ["sms", "whatsApp"] }}'],
		['a list as text', '={{ JSON.stringify(["SMS", "whatsApp"]) }}'],
	])('accepts channels from an expression as %s', async (_, channels) => {
		const workflow = await activated({ channels });
		for (const [, all] of OF_EACH_CHANNEL) all.map((messageType) => add({ messageType }));
		await workflow.poll();
		expect(workflow.errors).toEqual([]);
		expect(new Set(workflow.emitted.map(({ messageType }) => messageType))).toEqual(
			new Set(['TYPE_SMS', 'TYPE_CUSTOM_SMS', 'TYPE_SMS_REACTION', 'TYPE_WHATSAPP']),
		);
	});

	it('rejects an unknown channel', async () => {
		await expect(activated({ channels: '={{ "sms, telepathy" }}' })).rejects.toMatchObject({
			message: "'Channels' has an unknown value: telepathy",
			description: expect.stringContaining('whatsApp'),
		});
	});

	it('returns every channel except activities by default', async () => {
		const workflow = await activated({});
		for (const [, all] of OF_EACH_CHANNEL) all.map((messageType) => add({ messageType }));
		await workflow.poll();
		const types = OF_EACH_CHANNEL.slice(1).flatMap(([, all]) => all);
		expect(workflow.emitted.map(({ messageType }) => messageType).sort()).toEqual(types.sort());
	});

	it.each([
		['inbound', ['inbound']],
		['outbound', ['outbound']],
		['both', ['inbound', 'outbound']],
	])('only returns the direction %s', async (direction, expected) => {
		const workflow = await activated({ direction });
		add({ direction: 'inbound' });
		add({ direction: 'outbound' });
		await workflow.poll();
		expect(workflow.emitted.map((message) => message.direction).sort()).toEqual(expected);
	});

	it('only returns one contact, or one conversation by its ID or URL', async () => {
		const { id } = add();
		const other = addMessages(testEnv.sandbox, 0);
		const address = `https://app.gohighlevel.com/v2/location/x/conversations/conversations/${mine.conversationId}`;
		const filters = [
			{ contactId: mine.contactId },
			{ conversationId: byId(mine.conversationId) },
			{ conversationId: { __rl: true, mode: 'url', value: address } },
			{ contactId: `={{ " ${mine.contactId}\\n" }}` },
			{ conversationId: byId(` ${mine.conversationId} `) },
		];
		for (const filter of filters) {
			const workflow = await activated({ filters: filter });
			add({ conversationId: other.conversationId });
			const mine = add();
			await workflow.poll();
			expect(workflow.ids.filter((found) => found !== id)).toContain(mine.id);
			expect(new Set(workflow.emitted.map((message) => message.conversationId))).toEqual(
				new Set([mine.conversationId]),
			);
		}
	});

	it('uses the location of the node if it is set', async () => {
		const { otherLocationId, tokens } = testEnv.sandbox;
		const workflow = await activated(
			{ locationId: otherLocationId },
			{ accessToken: tokens.otherLocation },
		);
		testEnv.sandbox.requests.length = 0;
		await workflow.poll();
		expect(workflow.errors).toEqual([]);
		expect(testEnv.sandbox.requests.map(({ query }) => query.locationId)).toEqual([
			otherLocationId,
			otherLocationId,
		]);
	});

	it('starts again after a change of the filters, without earlier messages', async () => {
		const workflow = await activated({ direction: 'inbound' });
		add({ direction: 'outbound' }, Date.now() - 2000);
		await workflow.poll();
		await workflow.change({ parameters: { direction: 'both' } });
		expect(workflow.starts).toEqual([]);
		const { id } = add({ direction: 'outbound' });
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});
});

describe('a test in the editor', () => {
	const test = async (parameters: IDataObject = {}, staticData: IDataObject = {}) =>
		await testEnv.poll({ mode: 'manual', parameters: parameters as never, staticData });

	it('returns the most recent matching message, and saves nothing', async () => {
		add({ messageType: 'TYPE_EMAIL' }, Date.now() - 3000);
		const latest = add({}, Date.now() - 2000);
		add({ direction: 'outbound' }, Date.now() - 1000);
		const { items, staticData } = await test();
		expect(items).toEqual([{ json: expect.objectContaining({ id: latest.id }) }]);
		expect(staticData).toEqual({});
	});

	it('includes emails, and skips many that do not match', async () => {
		const email = add({ messageType: 'TYPE_EMAIL' }, Date.now() - 10_000_000);
		for (const index of upTo(700)) add({ direction: 'outbound' }, Date.now() - 1000 * index);
		const { items } = await test();
		expect(items?.map(({ json }) => json.id)).toEqual([email.id]);
	});

	it('returns nothing if nothing matches', async () => {
		add({ direction: 'outbound' });
		expect((await test()).items).toBeNull();
	});

	it('fails if a poll would only log the error', async () => {
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, times: 99, ...REFUSED });
		await expect(test()).rejects.toThrow('rate limit was exceeded repeatedly');
	});
});

describe('options', () => {
	it('return the raw record without Simplify', async () => {
		const workflow = await activated({ simplify: false });
		add();
		await workflow.poll();
		expect(workflow.emitted[0]).toHaveProperty('locationId', testEnv.sandbox.locationId);
	});

	it('add the last messages of the conversation, oldest first, with one request per conversation', async () => {
		const workflow = await activated({ options: { lastMessages: 3 } });
		const ids = upTo(4).map((index) => add({}, Date.now() + 1000 + index).id);
		testEnv.sandbox.requests.length = 0;
		await workflow.poll();
		for (const message of workflow.emitted) {
			const last = message.lastMessages as IDataObject[];
			expect(last.map(({ id }) => id)).toEqual(ids.slice(1));
			expect(last[0]).not.toHaveProperty('locationId');
		}
		const lists = testEnv.sandbox.requests.filter(({ path }) => path !== EXPORT_PATH);
		expect(lists.map(({ query }) => query.limit)).toEqual(['3']);
	});

	it('add the bodies of emails', async () => {
		const workflow = await activated({ options: { includeEmailBodies: true } });
		const message = add({ messageType: 'TYPE_EMAIL' });
		testEnv.sandbox.state.addEmail(message, { subject: 'Hello', body: '<p>Hi</p>' });
		await workflow.poll();
		expect(workflow.emitted[0].emails).toEqual([
			expect.objectContaining({ subject: 'Hello', body: '<p>Hi</p>' }),
		]);
	});

	it('leave out an email that no longer exists, and return the message', async () => {
		const workflow = await activated({ options: { includeEmailBodies: true } });
		const message = add({ messageType: 'TYPE_EMAIL' });
		const email = testEnv.sandbox.state.addEmail(message, { subject: 'Hello', body: '' });
		testEnv.sandbox.state.emails.delete(email.id);
		await workflow.poll();
		expect(workflow.errors).toEqual([]);
		expect(workflow.emitted).toEqual([expect.objectContaining({ id: message.id, emails: [] })]);
	});

	it.each([
		['lastMessages', -1, "'Include Last Messages' must be a whole number of at least 0"],
		['limitPerPoll', 0, "'Limit per Poll' must be a whole number of at least 1"],
		['overlap', 'x', "'Overlap' must be a whole number of at least 0"],
	])('reject %s = %s', async (name, value, message) => {
		const workflow = await activated({});
		workflow.restart({ parameters: { options: { [name]: value } } as never });
		await workflow.poll();
		expect(workflow.errors.map((error) => error.message)).toEqual([message]);
	});
});

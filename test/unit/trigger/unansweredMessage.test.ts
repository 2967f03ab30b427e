import { HOUR_MS, MINUTE_MS, SECOND_MS, START, WatchingWorkflow } from './watchingWorkflow';

const started = async () => await new WatchingWorkflow().begin();

describe('Unanswered Message', () => {
	it('returns an unanswered turn after the silence, once for each attempt', async () => {
		const workflow = await started();
		workflow.add('a', SECOND_MS, { body: 'One' });
		workflow.add('a', 2 * SECOND_MS, { body: 'Two' });
		expect((await workflow.poll(31 * SECOND_MS)).ids).toEqual([]);
		const { items } = await workflow.poll(32 * SECOND_MS);
		expect(items).toMatchObject([
			{ conversationId: 'a', count: 2, attempt: 1, lastAttempt: false, contact: { id: 'k-a' } },
		]);
		const again = 32 * SECOND_MS + 10 * MINUTE_MS;
		expect((await workflow.poll(again - 1)).ids).toEqual([]);
		expect((await workflow.poll(again)).items).toMatchObject([{ attempt: 2, lastAttempt: false }]);
		const third = await workflow.poll(again + 10 * MINUTE_MS);
		expect(third.items).toMatchObject([{ attempt: 3, lastAttempt: true }]);
		const last = await workflow.poll(again + 20 * MINUTE_MS);
		expect([last.ids, last.warnings.length]).toEqual([[], 1]);
		const quiet = await workflow.poll(again + 30 * MINUTE_MS);
		expect([quiet.looks, quiet.warnings]).toEqual([[], []]);
	});

	it('returns a new message after the last attempt', async () => {
		const workflow = await started();
		const parameters = { 'options.retryAfter': 0 };
		workflow.add('a', 0);
		expect((await workflow.poll(MINUTE_MS, { parameters })).items).toMatchObject([]);
		workflow.add('a', 2 * MINUTE_MS);
		const { items } = await workflow.poll(3 * MINUTE_MS, { parameters });
		expect(items).toMatchObject([{ attempt: 1, lastAttempt: true }]);
		expect((await workflow.poll(HOUR_MS, { parameters })).ids).toEqual([]);
		workflow.add('a', HOUR_MS);
		expect((await workflow.poll(HOUR_MS + MINUTE_MS, { parameters })).ids).toEqual(['a']);
	});

	it('waits for the silence after the last message', async () => {
		const workflow = await started();
		workflow.add('a', SECOND_MS);
		await workflow.poll(20 * SECOND_MS);
		workflow.add('a', 25 * SECOND_MS);
		const early = await workflow.poll(40 * SECOND_MS);
		expect(early.ids).toEqual([]);
		expect((await workflow.poll(54 * SECOND_MS)).looks).toEqual([]);
		expect((await workflow.poll(55 * SECOND_MS)).ids).toEqual(['a']);
	});

	it('does not return an answered turn, and reads again for messages that are listed late', async () => {
		const workflow = await started();
		workflow.add('a', SECOND_MS);
		workflow.answer('a', 15 * SECOND_MS);
		const first = await workflow.poll(32 * SECOND_MS);
		expect([first.ids, first.looks.length]).toEqual([[], 0]);
		expect((await workflow.poll(121 * SECOND_MS)).looks).toEqual([]);
		const late = workflow.add('a', 14 * SECOND_MS);
		workflow.stored.conversations[0].lastMessageDate = START + 15 * SECOND_MS;
		expect((await workflow.poll(122 * SECOND_MS)).items).toMatchObject([
			{ lastMessageId: late.id },
		]);
	});

	it('does not read conversations in which a campaign wrote last', async () => {
		const workflow = await started();
		workflow.answer('a', SECOND_MS, { source: 'campaign' });
		const [record] = workflow.stored.conversations;
		Object.assign(record, { unreadCount: 0, lastOutboundMessageAction: 'automated' });
		expect((await workflow.poll(HOUR_MS)).looks).toEqual([]);
		for (const change of [
			{ unreadCount: 1 },
			{ lastOutboundMessageAction: 'manual' },
			{ lastMessageDirection: 'inbound' },
		]) {
			const other = await started();
			other.answer('a', SECOND_MS, { source: 'campaign' });
			Object.assign(other.stored.conversations[0], {
				unreadCount: 0,
				lastOutboundMessageAction: 'automated',
				...change,
			});
			await other.poll(2 * SECOND_MS);
			expect((await other.poll(HOUR_MS)).looks).toHaveLength(1);
		}
	});

	it("waits for the end of a person's pause, and restarts the attempts", async () => {
		const workflow = await started();
		workflow.person('a', SECOND_MS);
		workflow.add('a', 2 * SECOND_MS);
		expect((await workflow.poll(MINUTE_MS)).ids).toEqual([]);
		expect((await workflow.poll(HOUR_MS)).ids).toEqual([]);
		expect((await workflow.poll(HOUR_MS + SECOND_MS)).items).toMatchObject([{ attempt: 1 }]);
	});

	it('waits after the maximum number of answers, with one log line', async () => {
		const workflow = await started();
		const parameters = { options: { maxAnswersPerHour: 1 } };
		workflow.answer('a', SECOND_MS);
		workflow.add('a', MINUTE_MS);
		const first = await workflow.poll(2 * MINUTE_MS, { parameters });
		expect([first.ids, first.warnings]).toEqual([
			[],
			[expect.stringContaining('1 answers within an hour')],
		]);
		workflow.add('a', 3 * MINUTE_MS);
		expect((await workflow.poll(4 * MINUTE_MS, { parameters })).warnings).toEqual([]);
		expect((await workflow.poll(HOUR_MS + SECOND_MS, { parameters })).ids).toEqual(['a']);
	});

	it('returns nothing outside of the active hours', async () => {
		const workflow = await started();
		const hours = 'options.activeHours.hours';
		const parameters = { [hours]: {}, [`${hours}.to`]: '12:05' };
		workflow.add('a', SECOND_MS);
		const { looks } = await workflow.poll(5 * MINUTE_MS, { parameters });
		expect(looks).toEqual([]);
		expect((await workflow.poll(21 * HOUR_MS, { parameters })).ids).toEqual(['a']);
	});

	it('only tracks contacts that match its filters', async () => {
		const workflow = await started();
		workflow.add('a', SECOND_MS);
		workflow.add('b', SECOND_MS);
		workflow.stored.conversations[1].tags = ['human'];
		const parameters = { filters: { blockedTags: 'human' } };
		const { ids, looks } = await workflow.poll(MINUTE_MS, { parameters });
		expect([ids, looks]).toEqual([['a'], ['/conversations/a/messages']]);
		const one = await started();
		one.add('a', SECOND_MS);
		one.add('b', SECOND_MS);
		expect((await one.poll(MINUTE_MS, { parameters: { 'filters.contactId': 'k-b' } })).ids).toEqual(
			['b'],
		);
	});

	it('returns the longest waiting ones, up to the limit', async () => {
		const workflow = await started();
		for (const [id, at] of [
			['c', 3],
			['a', 1],
			['b', 2],
		] as const)
			workflow.add(id, at * SECOND_MS);
		const parameters = { 'options.limitPerPoll': 2 };
		expect((await workflow.poll(MINUTE_MS, { parameters })).ids).toEqual(['a', 'b']);
		expect((await workflow.poll(MINUTE_MS, { parameters })).ids).toEqual(['c']);
	});
});

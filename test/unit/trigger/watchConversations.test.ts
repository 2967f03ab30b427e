import { refused } from './lists';
import { HOUR_MS, MINUTE_MS, SECOND_MS, START, WatchingWorkflow } from './watchingWorkflow';

const started = async () => await new WatchingWorkflow().begin();

describe('a conversation that cannot be read', () => {
	const failing = async (error: unknown) => {
		const workflow = await started();
		workflow.add('a', SECOND_MS);
		workflow.add('b', SECOND_MS);
		workflow.stored.before = (path) => {
			if (path === '/conversations/a/messages') throw error;
		};
		return workflow;
	};

	it('is retried for a day, while the others are read', async () => {
		const workflow = await failing(refused(500));
		expect((await workflow.poll(MINUTE_MS)).ids).toEqual(['b']);
		expect((await workflow.poll(2 * MINUTE_MS - 1)).looks).toEqual([]);
		const { looks } = await workflow.poll(2 * MINUTE_MS);
		expect(looks).toContain('/conversations/a/messages');
		const last = await workflow.poll(MINUTE_MS + 24 * HOUR_MS);
		expect(last.warnings).toContainEqual('Conversation a could not be read for a day (status 500)');
		delete workflow.stored.before;
		expect((await workflow.poll(30 * HOUR_MS)).ids).not.toContain('a');
	});

	it('is returned once it can be read', async () => {
		const workflow = await failing(refused(500));
		await workflow.poll(MINUTE_MS);
		delete workflow.stored.before;
		expect((await workflow.poll(2 * MINUTE_MS)).ids).toEqual(['a']);
	});

	it('is dropped if HighLevel does not find it three times', async () => {
		const workflow = await failing(refused(404, 'Conversation not found'));
		for (const at of [MINUTE_MS, 2 * MINUTE_MS])
			expect((await workflow.poll(at)).warnings).toEqual([]);
		const { warnings } = await workflow.poll(10 * MINUTE_MS - 1);
		expect(warnings).toEqual(['Conversation a no longer exists']);
	});

	it('is looked up by its contact if it was merged into another', async () => {
		const workflow = await failing(refused(404, 'Conversation not found'));
		await workflow.poll(MINUTE_MS);
		await workflow.poll(2 * MINUTE_MS);
		workflow.stored.conversations = [
			{ id: 'c', contactId: 'k-a', lastMessageDate: START - HOUR_MS },
		];
		workflow.stored.threads.c = workflow.stored.threads.a;
		expect((await workflow.poll(5 * MINUTE_MS)).warnings).toEqual([]);
		expect((await workflow.poll(6 * MINUTE_MS)).ids).toEqual(['c']);
	});

	it('does not withhold what was read before a general failure', async () => {
		const workflow = await failing(refused(429));
		expect((await workflow.poll(MINUTE_MS)).ids).toEqual(['b']);
		await expect((await failing(refused(401))).poll(MINUTE_MS)).rejects.toThrow();
	});
});

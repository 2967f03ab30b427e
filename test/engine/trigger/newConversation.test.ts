import type { IDataObject } from 'n8n-workflow';

import { upTo } from '../fixtures';
import { usePollingTrigger } from './pollingTrigger';

const { testEnv, mine, activated } = usePollingTrigger();
const add = (more: IDataObject = {}) =>
	testEnv.sandbox.state.addConversation({
		locationId: testEnv.sandbox.locationId,
		contactId: mine.contactId,
		...more,
	});
const later = (ms = 1000) => Date.now() + ms;

describe('New Conversation', () => {
	const event = 'newConversation';

	it('returns each new conversation once, oldest first', async () => {
		add({ dateAdded: Date.now() - 5000 });
		const workflow = await activated({ event });
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
		const second = add({ dateAdded: later(2000), lastMessageDate: later(2000) });
		const first = add({ dateAdded: later(1000), lastMessageDate: later(9000) });
		await workflow.poll();
		workflow.restart();
		await workflow.poll();
		expect(workflow.ids).toEqual([first.id, second.id]);
		expect(workflow.emitted[0]).toHaveProperty('dateAdded');
		expect(workflow.emitted[0]).not.toHaveProperty('locationId');
	});

	it('does not return an old conversation with a new message', async () => {
		const old = add({ dateAdded: Date.now() - 60_000 });
		const workflow = await activated({ event });
		old.lastMessageDate = later();
		testEnv.sandbox.state.changed();
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
	});

	it('returns records beyond the limit later, across pages and equal times', async () => {
		const workflow = await activated({ event, options: { limitPerPoll: 100 } });
		const moment = later();
		const ids = upTo(250).map(
			(index) => add({ dateAdded: moment, lastMessageDate: moment + (index % 50) }).id,
		);
		for (const size of [100, 100, 50, 0]) expect(await workflow.poll()).toHaveLength(size);
		expect(new Set(workflow.ids)).toEqual(new Set(ids));
	});

	it('returns the newest in a test, and filters by contact', async () => {
		const newest = add({ dateAdded: Date.now(), lastMessageDate: Date.now() - 9000 });
		add({ dateAdded: Date.now() - 9000, lastMessageDate: Date.now() });
		const other = testEnv.sandbox.state.addContact({ locationId: testEnv.sandbox.locationId });
		add({ contactId: other.id, dateAdded: later(), lastMessageDate: later() });
		const parameters = { event, filters: { contactId: mine.contactId } };
		const { items } = await testEnv.poll({ mode: 'manual', parameters });
		expect(items?.map(({ json }) => json.id)).toEqual([newest.id]);
	});
});

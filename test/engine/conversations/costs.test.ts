import type { IDataObject } from 'n8n-workflow';

import { SEARCH_PATH, SEND_PATH, sendSms } from '../fixtures';
import { runMemory } from '../harness/memory';
import { usePollingTrigger } from '../trigger/pollingTrigger';
import { Inbox } from './inbox';

const { testEnv } = usePollingTrigger();

/** Polls every 20 s for a number of minutes. Returns the items. */
async function pollFor(inbox: Inbox, minutes: number): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	for (let poll = 0; poll < minutes * 3; poll++) {
		inbox.advance(20);
		inbox.setClock();
		items.push(...(await inbox.workflow.poll()));
	}
	return items;
}

/** How many requests of each path are made meanwhile. */
async function counted(work: () => Promise<unknown>): Promise<Record<string, number>> {
	const { requests } = testEnv.sandbox;
	const before = requests.length;
	await work();
	const counts: Record<string, number> = {};
	for (const { method, path } of requests.slice(before)) {
		const name = `${method} ${path}`;
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

describe('requests of the trigger, the memory and Send', () => {
	it('are one for each idle poll', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		inbox.wrote(id);
		inbox.person(id);
		await pollFor(inbox, 5);
		const idle = await counted(async () => await pollFor(inbox, 10));
		expect(idle).toEqual({ [`GET ${SEARCH_PATH}`]: 30 });
	});

	it('are two reads per turn, one for the memory and one before the message', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const thread = `GET /conversations/${id}/messages`;
		inbox.wrote(id);
		inbox.advance(3);
		inbox.wrote(id);
		let items: IDataObject[] = [];
		const handOn = await counted(async () => {
			items = await pollFor(inbox, 1);
		});
		expect(items).toHaveLength(1);
		expect(handOn).toEqual({ [`GET ${SEARCH_PATH}`]: 3, [thread]: 1 });

		const memory = await counted(async () => {
			await runMemory(testEnv.base(), { items });
		});
		expect(memory).toEqual({ [thread]: 1 });

		const { contactId, turn } = items[0] as Record<string, string>;
		inbox.setClock();
		const parameters = sendSms({ contactId, options: { onlyIfUnanswered: turn } });
		const send = await counted(async () => await testEnv.run({ parameters }));
		expect(send).toEqual({ [thread]: 1, [`POST ${SEND_PATH}`]: 1 });
		// The sandbox dates it by its own clock.
		const { state } = testEnv.sandbox;
		const message = [...state.messages.values()].at(-1)!;
		Object.assign(message, { dateAdded: inbox.time });
		state.conversations.get(id)!.lastMessageDate = inbox.time;
		state.changed();

		const after = await counted(async () => await pollFor(inbox, 30));
		expect(after).toEqual({ [`GET ${SEARCH_PATH}`]: 90, [thread]: 1 });
	});
});

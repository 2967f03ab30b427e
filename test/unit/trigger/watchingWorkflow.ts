import type { IDataObject } from 'n8n-workflow';

import { unansweredMessage } from '../../../nodes/HighLevelConversationsTrigger/events/unanswered';
import { pollOver, saved } from './lists';
import type { Stored } from './lists';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const START = Date.UTC(2026, 0, 5, 12);
let count = 0;

interface Given {
	requests?: number;
	parameters?: IDataObject;
	testing?: boolean;
}

/** A workflow that watches conversations. Times are in ms after its start. */
export class WatchingWorkflow {
	state: object = {};
	readonly stored: Stored & {
		conversations: IDataObject[];
		threads: Record<string, IDataObject[]>;
	} = {
		conversations: [],
		threads: {},
	};

	constructor(readonly event = unansweredMessage) {}

	async begin(given: Given = {}) {
		this.state = saved(
			await this.event.start(pollOver(this.stored, { now: START, ...given }).poll),
		);
		return this;
	}

	/** Adds a message to a conversation. */
	add(id: string, at: number, more: IDataObject = {}): IDataObject {
		const message: IDataObject = {
			...{ id: `m${++count}`, conversationId: id, contactId: `k-${id}`, messageType: 'TYPE_SMS' },
			...{ direction: 'inbound', body: 'Hi', status: 'delivered', dateAdded: START + at, ...more },
		};
		(this.stored.threads[id] ??= []).unshift(message);
		let record = this.stored.conversations.find((each) => each.id === id);
		if (!record)
			this.stored.conversations.push((record = { id, contactId: `k-${id}`, unreadCount: 1 }));
		const { direction } = message;
		Object.assign(record, { lastMessageDate: START + at, lastMessageDirection: direction });
		return message;
	}

	answer(id: string, at: number, more: IDataObject = {}) {
		return this.add(id, at, { direction: 'outbound', source: 'api', body: 'Yes', ...more });
	}

	person(id: string, at: number) {
		return this.answer(id, at, { source: 'app', userId: 'u1' });
	}

	async poll(at: number, given: Given = {}) {
		const { poll, warnings, asked } = pollOver(this.stored, { now: START + at, ...given });
		const { starts, state } = await this.event.poll(poll, this.state);
		this.state = saved(state);
		const items = starts.flatMap((start) => start.items);
		const looks = asked.map(({ path }) => path).filter((path) => path.endsWith('/messages'));
		return {
			ids: items.map(({ conversationId }) => conversationId),
			items,
			warnings,
			looks,
			asked,
		};
	}
}

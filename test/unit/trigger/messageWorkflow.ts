import type { IDataObject } from 'n8n-workflow';

import { newMessage } from '../../../nodes/HighLevelConversationsTrigger/events/newMessage';
import { pollOver, refused, saved } from './lists';

export const MINUTE_MS = 60_000;
const NOW = Date.UTC(2026, 0, 2);
/** A message that a contact wrote, minutes after the start. */
export const message = (id: string, minute: number, more: IDataObject = {}): IDataObject => ({
	...{ id, conversationId: 'c1', contactId: 'k1', messageType: 'TYPE_SMS', status: 'delivered' },
	...{
		direction: 'inbound',
		body: id,
		dateAdded: new Date(NOW + minute * MINUTE_MS).toISOString(),
	},
	...more,
});

interface Given {
	minute?: number;
	requests?: number;
	parameters?: IDataObject;
	testing?: boolean;
}

/** A workflow over the export of these messages; `single` are messages that are read by their IDs. */
export class Workflow {
	state: object = {};
	single: IDataObject = {};
	emails: IDataObject = {};
	threads: Record<string, IDataObject[]> = {};
	pageSize = 1_000;

	constructor(readonly messages: IDataObject[] = []) {}

	open({ minute = 0, ...given }: Given) {
		const other = (path: string, query: IDataObject) => {
			if (path.endsWith('/export')) return this.exported(query);
			const found = { ...this.single, ...this.emails }[path.split('/').at(-1)!];
			if (found instanceof Error) throw found;
			if (found === undefined) throw refused(404, 'Message not found');
			return { message: found, emailMessage: found };
		};
		return pollOver({ threads: this.threads, other }, { now: NOW + minute * MINUTE_MS, ...given });
	}

	private exported({ channel, startDate, sortOrder, cursor, limit }: IDataObject) {
		const isEmail = ({ messageType }: IDataObject) => messageType === 'TYPE_EMAIL';
		const found = this.messages
			.filter((each) => (channel === 'Email') === isEmail(each))
			.filter((each) => startDate === undefined || String(each.dateAdded) > String(startDate))
			.sort((a, b) => String(a.dateAdded).localeCompare(String(b.dateAdded)));
		if (sortOrder === 'desc') found.reverse();
		const start = Number(cursor ?? 0);
		const end = start + Math.min(Number(limit), this.pageSize);
		return {
			messages: found.slice(start, end),
			nextCursor: end < found.length ? String(end) : null,
		};
	}

	async begin(given: Given = {}) {
		this.state = saved(await newMessage.start(this.open(given).poll));
		return this;
	}

	async poll(given: Given = {}) {
		const { poll, warnings, asked } = this.open(given);
		const { starts, state } = await newMessage.poll(poll, this.state);
		this.state = saved(state);
		const items = starts.flatMap((start) => start.items);
		return { ids: items.map(({ id }) => id), items, starts, warnings, asked };
	}
}

import type { IDataObject } from 'n8n-workflow';

import { onlyIfUnanswered } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/onlyIfUnanswered';
import { readTurn } from '../../../nodes/shared/thread';
import { formatTurn } from '../../../nodes/shared/thread/turnRef';
import { fakeItem, refused } from './fakeItem';
import type { sentAs } from './fakeItem';

export const START = Date.UTC(2026, 0, 5, 9);
export const MINUTE_MS = 60_000;
/** A message of a contact. */
export const question = (conversationId: string, more: IDataObject = {}): IDataObject => ({
	id: `q of ${conversationId}`.replaceAll(' ', '-'),
	conversationId,
	contactId: 'k1',
	messageType: 'TYPE_SMS',
	direction: 'inbound',
	body: 'Hi',
	dateAdded: START,
	...more,
});
let count = 0;

/** A conversation with a question, and an item that answers it. */
export function scene(
	body: IDataObject = {},
	more: { headers?: IDataObject; rules?: object } = {},
) {
	const conversationId = `c${++count}`;
	const thread = [question(conversationId)];
	let unlisted: IDataObject | undefined;
	let failure: unknown;
	let nextPage = false;
	const given = {
		headers: more.headers,
		signal: new AbortController().signal,
		answer({ path }: { path: string }) {
			if (failure !== undefined) throw failure;
			if (path === `/conversations/${conversationId}/messages`) {
				return { messages: { messages: [...thread], nextPage } };
			}
			if (unlisted === undefined) throw refused(404, 'Message not found');
			return { message: unlisted };
		},
	};
	const { item, reads, waits } = fakeItem({ type: 'SMS', contactId: 'k1', ...body }, given);
	const turn = formatTurn(conversationId, readTurn(thread, { ...more.rules, now: START }));
	return {
		...{ conversationId, thread, item, reads, waits, turn },
		fail: (error: unknown) => (failure = error),
		/** Makes the list report another page. */
		listMore: () => (nextPage = true),
		unlist: (message?: IDataObject) => {
			unlisted = message;
			thread.length = 0;
		},
		/** Runs the hooks before a message is sent. */
		leave: () => item.beforeSend.forEach((change) => change({})),
		go: async (next: () => Promise<ReturnType<typeof sentAs>>) =>
			(await onlyIfUnanswered(item, turn)({ alreadySent: false, next }))[0].json,
	};
}

/** The item of a skipped message. */
export const skipped = ({ conversationId }: { conversationId: string }, reason: string) => ({
	...{ skipped: true, reason, contactId: 'k1', type: 'SMS', conversationId },
});

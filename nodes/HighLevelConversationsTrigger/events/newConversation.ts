import type { IDataObject } from 'n8n-workflow';
import { CONVERSATION_FIELDS } from '../../shared/fields/conversation';
import { searchCursor } from '../../shared/request';
import { knownIn } from '../engine/known';
import { readList } from '../engine/pollContext';
import type { Source } from '../engine/pollContext';
import { momentIn, windowStart } from '../engine/watermark';
import type { Pass, Timeline } from '../engine/watermark';
import type { TriggerEvent } from '../engine/event';
import {
	byTheirClock,
	conversationProbe,
	conversationQuery,
	newsOf,
	overlapMs,
	probe,
	SEARCH_PATH,
	timelineFrom,
} from '../engine/startTime';

/** How many of the conversations with the latest messages a test looks at. */
const MOST_FOR_TEST = 100;

async function readPass(source: Source, state: Timeline): Promise<Pass> {
	const from = windowStart(state, overlapMs(source));
	const isKnown = knownIn(state.known);
	const found: Pass['found'] = [];
	let reached = -Infinity;
	// Ascending by last message: a conversation that moves meanwhile moves ahead and is met again, not missed.
	const query = { ...conversationQuery(source), sort: 'asc', startDate: from - 1 };
	const request = { path: SEARCH_PATH, cursor: searchCursor, query };
	const whole = await readList(source, request, (records) => {
		for (const record of records) {
			const id = String(record.id);
			const at = momentIn(record.dateAdded, state.mark);
			reached = Math.max(reached, at);
			if (at >= from && !isKnown(id)) found.push({ id, at, record });
		}
	});
	// The search does not sort by the date of creation: after half of it, the mark cannot move at all.
	return { found, reached: whole ? reached : -Infinity, whole: true };
}

/** A conversation was created. */
export const newConversation: TriggerEvent = {
	scope: 'conversations.readonly',
	simplify: [...CONVERSATION_FIELDS, 'dateAdded'],
	conversationKey: 'id',
	watches: ['filters.contactId'],
	async latest(source) {
		let found: IDataObject[] = [];
		const query = { ...conversationQuery(source), sort: 'desc' };
		const request = { path: SEARCH_PATH, cursor: searchCursor, query, wanted: MOST_FOR_TEST };
		await readList(source, request, (records) => {
			found = records;
		});
		return found.sort((a, b) => momentIn(b.dateAdded, 0) - momentIn(a.dateAdded, 0))[0];
	},
	async begin(source) {
		return await probe(source, conversationProbe(source));
	},
	async news(source, remembered) {
		const state = await byTheirClock(source, timelineFrom(remembered), conversationProbe(source));
		return newsOf(source, state, [await readPass(source, state)]);
	},
};

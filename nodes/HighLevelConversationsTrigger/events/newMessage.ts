import type { IDataObject } from 'n8n-workflow';
import { chosenChannels, isOnChannel, passesFor } from '../../shared/fields/channels';
import { MESSAGE_FIELDS } from '../../shared/fields/message';
import { exportCursor } from '../../shared/request';
import { knownIn } from '../known';
import { readList } from '../source';
import type { Source } from '../source';
import { momentIn, windowStart } from '../timeline';
import type { Pass, Timeline } from '../timeline';
import type { TriggerEvent } from './event';
import { byTheirClock, newsOf, overlapMs, perPoll, probe, timelineFrom } from './polling';
import type { Probe } from './polling';

const PATH = '/conversations/messages/export';
/** 20,000 messages of a pass in one poll; the next goes on from there. */
const MOST_PAGES = 40;
/** How far back a test looks for a message that matches. */
const MOST_FOR_TEST = 2000;

const chosenIn = (source: Source) => chosenChannels(source.parameter('channels'));

/** A query for each of the export's lists: without a channel it leaves email out. */
function queriesFor(source: Source): IDataObject[] {
	const { email, others } = passesFor(chosenIn(source));
	const query = {
		locationId: source.locationId,
		conversationId: source.parameter('filters.conversationId') as string | undefined,
		contactId: source.parameter('filters.contactId') as string | undefined,
		sortBy: 'createdAt',
	};
	return [...(others ? [query] : []), ...(email ? [{ ...query, channel: 'Email' }] : [])];
}

function filterFor(source: Source): (message: IDataObject) => boolean {
	const direction = source.parameter('direction');
	const channels = chosenIn(source);
	return (message) =>
		(direction === 'both' || message.direction === direction) &&
		isOnChannel(message.messageType, channels);
}

async function readPass(source: Source, query: IDataObject, state: Timeline): Promise<Pass> {
	const from = windowStart(state, overlapMs(source));
	const most = perPoll(source);
	const matches = filterFor(source);
	const isKnown = knownIn(state.known);
	const found: Pass['found'] = [];
	let reached = -Infinity;
	let pages = 0;
	// A millisecond earlier: HighLevel does not say whether the start date itself belongs to the list.
	const startDate = new Date(from - 1).toISOString();
	const request = {
		path: PATH,
		cursor: exportCursor,
		query: { ...query, startDate, sortOrder: 'asc' },
	};
	const whole = await readList(source, request, (records) => {
		for (const record of records) {
			const id = String(record.id);
			const at = momentIn(record.dateAdded, state.mark);
			reached = Math.max(reached, at);
			if (at >= from && matches(record) && !isKnown(id)) found.push({ id, at, record });
		}
		return ++pages >= MOST_PAGES || found.length >= most || source.late();
	});
	return { found, reached, whole };
}

async function latestOf(source: Source, query: IDataObject): Promise<IDataObject | undefined> {
	const matches = filterFor(source);
	let latest: IDataObject | undefined;
	const request = { path: PATH, cursor: exportCursor, query: { ...query, sortOrder: 'desc' } };
	await readList(source, { ...request, wanted: MOST_FOR_TEST }, (records) => {
		latest = records.find(matches);
		return latest !== undefined;
	});
	return latest;
}

const probeOf = (source: Source): Probe => ({
	path: PATH,
	query: { ...queriesFor(source)[0], startDate: new Date(source.now()).toISOString(), limit: 10 },
});

/** A message was sent or received. */
export const newMessage: TriggerEvent = {
	scope: 'conversations/message.readonly',
	simplify: MESSAGE_FIELDS,
	conversationKey: 'conversationId',
	watches: ['direction', 'channels', 'filters.contactId', 'filters.conversationId'],
	async latest(source) {
		const found = await Promise.all(queriesFor(source).map((query) => latestOf(source, query)));
		return found
			.filter((message) => message !== undefined)
			.sort((a, b) => momentIn(b.dateAdded, 0) - momentIn(a.dateAdded, 0))[0];
	},
	async begin(source) {
		return await probe(source, probeOf(source));
	},
	async news(source, remembered) {
		const state = await byTheirClock(source, timelineFrom(remembered), probeOf(source));
		const passes: Pass[] = [];
		for (const query of queriesFor(source)) passes.push(await readPass(source, query, state));
		return newsOf(source, state, passes);
	},
};

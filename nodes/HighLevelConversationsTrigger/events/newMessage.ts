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
import { goneOut, isHeldBack } from './scheduled';
import type { Scheduled } from './scheduled';

const PATH = '/conversations/messages/export';
/** 40,000 messages of a pass in one poll; the next goes on from there. */
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

interface State extends Timeline {
	scheduled?: Scheduled;
}

/** Reads one of the lists; matching messages that only wait for their time go to `scheduled`. */
async function readPass(
	source: Source,
	query: IDataObject,
	state: Timeline,
	scheduled: Scheduled,
): Promise<Pass> {
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
			if (at < from || !matches(record) || isKnown(id)) continue;
			if (!isHeldBack(record)) found.push({ id, at, record });
			else if (record.status === 'scheduled') scheduled[id] = at;
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
		latest = records.find((record) => matches(record) && !isHeldBack(record));
		return latest !== undefined;
	});
	return latest;
}

const probeOf = (source: Source): Probe => ({
	path: PATH,
	query: { ...queriesFor(source)[0], startDate: new Date(source.now()).toISOString(), limit: 10 },
});

/** A message was sent or received; one that is scheduled, once it goes out. */
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
		const { scheduled = {} } = remembered as State;
		const met: Scheduled = {};
		const passes: Pass[] = [];
		for (const query of queriesFor(source)) passes.push(await readPass(source, query, state, met));

		const listed = passes.flatMap(({ found }) => found.map(({ id }) => id));
		const gone = await goneOut(source, scheduled, new Set([...listed, ...Object.keys(met)]));
		passes.push({ found: gone.found, reached: -Infinity, whole: true });
		const news = newsOf(source, state, passes);
		const taken = new Set(news.records.map(({ id }) => id));
		const left = gone.found.filter(({ id }) => !taken.has(id)).map(({ id, at }) => [id, at]);
		const waiting = { ...gone.waiting, ...met, ...(Object.fromEntries(left) as Scheduled) };
		return { records: news.records, state: { ...news.state, scheduled: waiting } };
	},
};

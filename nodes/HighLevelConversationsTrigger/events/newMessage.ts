import type { IDataObject } from 'n8n-workflow';
import { MESSAGE_FIELDS } from '../../shared/fields/message';
import { knownIn } from '../engine/known';
import type { Source } from '../engine/pollContext';
import { momentIn, windowStart } from '../engine/watermark';
import type { Pass, Timeline } from '../engine/watermark';
import type { TriggerEvent } from '../engine/event';
import { channelFilter, EXPORT_PATH, latestMessage, queriesFor, readExport } from './lists';
import { byTheirClock, newsOf, overlapMs, perPoll, probe, timelineFrom } from '../engine/startTime';
import type { Probe } from '../engine/startTime';
import { goneOut, isHeldBack } from './scheduledMessages';
import type { Scheduled } from './scheduledMessages';

/** 40,000 messages of a pass in one poll; the next goes on from there. */
const MOST_PAGES = 40;
function filterFor(source: Source): (message: IDataObject) => boolean {
	const direction = source.parameter('direction');
	const isOnChannel = channelFilter(source);
	return (message) =>
		(direction === 'both' || message.direction === direction) && isOnChannel(message);
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
	const whole = await readExport(source, query, from, (records) => {
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

const probeOf = (source: Source): Probe => ({
	path: EXPORT_PATH,
	query: { ...queriesFor(source)[0], startDate: new Date(source.now()).toISOString(), limit: 10 },
});

/** A message was sent or received; one that is scheduled, once it goes out. */
export const newMessage: TriggerEvent = {
	scope: 'conversations/message.readonly',
	simplify: MESSAGE_FIELDS,
	conversationKey: 'conversationId',
	watches: ['direction', 'channels', 'filters.contactId', 'filters.conversationId'],
	async latest(source) {
		const matches = filterFor(source);
		return await latestMessage(source, (message) => matches(message) && !isHeldBack(message));
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

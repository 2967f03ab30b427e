import type { IDataObject } from 'n8n-workflow';
import { MESSAGE_FIELDS } from '../../shared/fields/message';
import { fewSince, knownIn, knownSince, withKnown } from '../engine/known';
import type { Known } from '../engine/known';
import type { Source } from '../engine/pollContext';
import { momentIn } from '../engine/watermark';
import type { Dated } from '../engine/watermark';
import type { TriggerEvent } from '../engine/event';
import { channelFilter, latestMessage, queriesFor, readExport } from './lists';
import { perPoll } from '../engine/startTime';
import { HOUR_MS } from '../../shared/time';

/** Failed messages remembered at most. */
const MOST_KNOWN = 20_000;

interface State {
	/** Nothing from before this moment (ms) is handed on any more: what was handed on before it is forgotten. */
	since: number;
	known: Known;
	/** Where the next poll goes on, ms: the last ended in the middle. */
	resume?: number;
}

function filterFor(source: Source): (message: IDataObject) => boolean {
	const isOnChannel = channelFilter(source);
	return (message) =>
		message.status === 'failed' && message.direction === 'outbound' && isOnChannel(message);
}

const windowStart = (source: Source): number =>
	source.now() - source.count('options.lookBack', 'Look Back', 24, 1) * HOUR_MS;

/** The failed messages from a moment on, ms, and how far that was read where `mayEnd` and it took too long. */
async function readFailed(source: Source, from: number, mayEnd: boolean) {
	const matches = filterFor(source);
	const found = new Map<string, Dated>();
	let resume = Infinity;
	for (const query of queriesFor(source)) {
		let reached = from;
		let isCut = false;
		await readExport(source, query, from, (messages) => {
			for (const record of messages) {
				const id = String(record.id);
				const at = momentIn(record.dateAdded, from);
				reached = Math.max(reached, at);
				if (at >= from && matches(record)) found.set(id, { id, at, record });
			}
			isCut = mayEnd && source.late();
			return isCut;
		});
		if (isCut) resume = Math.min(resume, reached);
	}
	const failed = [...found.values()].sort((a, b) => a.at - b.at);
	return { failed, resume: Number.isFinite(resume) ? resume : undefined };
}

/** A message that was sent has failed. HighLevel tells that late, so all of the last hours are looked at. */
export const messageFailed: TriggerEvent = {
	scope: 'conversations/message.readonly',
	simplify: [...MESSAGE_FIELDS, 'from', 'to', 'source', 'userId', 'error'],
	conversationKey: 'conversationId',
	watches: ['channels', 'filters.contactId', 'filters.conversationId'],
	async latest(source) {
		return await latestMessage(source, filterFor(source));
	},
	async begin(source) {
		const since = windowStart(source);
		const { failed } = await readFailed(source, since, false);
		return { since, known: withKnown({}, failed) } satisfies State;
	},
	async news(source, remembered) {
		const before = remembered as State;
		// Never before what is remembered, also where 'Look Back' was raised.
		let since = Math.max(before.since, windowStart(source));
		const from = Math.max(since, before.resume ?? since);
		const { failed, resume } = await readFailed(source, from, true);
		const isKnown = knownIn(before.known);
		const taken = failed.filter(({ id }) => !isKnown(id)).slice(0, perPoll(source));
		const known = withKnown(knownSince(before.known, since), taken);
		since = Math.max(since, fewSince(known, MOST_KNOWN, source.now()));
		return {
			records: taken.map(({ record }) => record),
			state: { since, known: knownSince(known, since), resume } satisfies State,
		};
	},
};

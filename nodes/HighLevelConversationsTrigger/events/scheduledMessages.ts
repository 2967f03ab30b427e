import type { IDataObject } from 'n8n-workflow';
import { readMessage } from '../../shared/thread';
import { unlessUnreadable } from '../engine/retryRecord';
import type { Source } from '../engine/pollContext';
import { momentIn } from '../engine/watermark';
import type { Dated } from '../engine/watermark';

/** Messages that wait for their time, by id: the moments under which HighLevel lists them, ms. */
export interface Scheduled {
	[id: string]: number;
}

/** Requests of one poll for messages that wait, the longest unasked first. */
const MOST_ASKED = 10;
/** Messages that are waited for; the oldest go first. */
const MOST_WAITING = 1000;

/** Whether a message has not gone out yet, or never will. */
export const isHeldBack = ({ status }: IDataObject): boolean =>
	status === 'scheduled' || /^cancell?ed$/.test(String(status));

/**
 * Those of the messages that wait which have gone out since, and those that still wait. HighLevel does not say whether a
 * message keeps its date when it goes out; the list may never show it again, so some are asked for at each poll.
 * `listed` are ids that the poll has met anyway. Throws an `ApiFailure`.
 */
export async function goneOut(
	source: Source,
	waiting: Scheduled,
	listed: ReadonlySet<string>,
): Promise<{ found: Dated[]; waiting: Scheduled }> {
	const left = Object.entries(waiting).filter(([id]) => !listed.has(id));
	const asked = left.slice(0, MOST_ASKED);
	const found: Dated[] = [];
	const asking = asked.map(async ([id, at]): Promise<[string, number] | undefined> => {
		const what = { path: id, name: `The scheduled message ${id}` };
		const record = await unlessUnreadable(source, what, async () => await readMessage(source, id));
		if (record?.status === 'scheduled') return [id, at];
		if (record && !isHeldBack(record)) {
			found.push({ id, at: momentIn(record.dateAdded, at), record });
		}
		return undefined;
	});
	const still = (await Promise.all(asking)).filter((entry) => entry !== undefined);
	const all = [...left.slice(MOST_ASKED), ...still].slice(-MOST_WAITING);
	return { found, waiting: Object.fromEntries(all) };
}

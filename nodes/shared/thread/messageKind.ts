import type { IDataObject } from 'n8n-workflow';

/** `source` of what HighLevel sends by itself. */
const AUTOMATED = ['workflow', 'bulk_actions', 'campaign'];
/** What HighLevel or the team notes in a thread: nobody's message to anybody. */
const NOTE = /^TYPE_ACTIVITY|INTERNAL_COMMENT|LIVE_CHAT_INFO/;
const CALL = /(CALL|VOICEMAIL)$/;
const NOT_TAKEN = /^(no-?answer|busy|cancell?ed|failed|missed)$/;
const VOICEMAIL = /voicemail$/i;
/** Not sent, or not yet. */
const NOT_SENT = ['failed', 'scheduled'];

/** The moment of a message, ms; 0 where it has none. */
export function timestampOf({ dateAdded }: IDataObject): number {
	const moment = typeof dateAdded === 'number' ? dateAdded : Date.parse(String(dateAdded));
	return Number.isFinite(moment) ? moment : 0;
}

export const idOf = ({ id }: IDataObject): string => String(id);

const typeOf = ({ messageType }: IDataObject) => String(messageType);
const bodyOf = ({ body }: IDataObject) => (typeof body === 'string' ? body.trim() : '');

/** What became of a call, e.g. 'completed', 'no-answer', 'voicemail'. Lists show it in one of three places. */
function callStatusOf({ meta, status }: IDataObject): string {
	const { call, callStatus } = (meta ?? {}) as { call?: IDataObject; callStatus?: unknown };
	return String(call?.status ?? callStatus ?? status).toLowerCase();
}

/** A line that says what a call left behind; undefined for anything that is no call, or one that was taken. */
export function callLine(message: IDataObject): string | undefined {
	const type = typeOf(message);
	if (!CALL.test(type)) return undefined;
	const status = callStatusOf(message);
	if (VOICEMAIL.test(status) || VOICEMAIL.test(type)) return 'Voicemail';
	return NOT_TAKEN.test(status) ? 'Missed call' : undefined;
}

/** Whether the contact wrote it. A missed call and a voicemail count, the log of a call that was taken does not. */
export function isInbound(message: IDataObject): boolean {
	const type = typeOf(message);
	if (message.direction !== 'inbound' || NOTE.test(type)) return false;
	return !CALL.test(type) || bodyOf(message) !== '' || callLine(message) !== undefined;
}

/**
 * Whether it reached out to the contact, so that what the contact wrote before has an answer: whoever sent it, unless it failed,
 * waits for its time, or is a call that nobody took. What HighLevel sends by itself counts only where `automatedCounts`.
 */
export function isAnswer(message: IDataObject, automatedCounts: boolean): boolean {
	const type = typeOf(message);
	if (message.direction !== 'outbound' || NOTE.test(type)) return false;
	if (NOT_SENT.includes(String(message.status))) return false;
	if (CALL.test(type) && NOT_TAKEN.test(callStatusOf(message))) return false;
	return automatedCounts || !AUTOMATED.includes(String(message.source));
}

/** Whether a person wrote or called from HighLevel's app. */
export const isHuman = (message: IDataObject): boolean =>
	message.direction === 'outbound' &&
	!NOTE.test(typeOf(message)) &&
	message.source === 'app' &&
	typeof message.userId === 'string' &&
	message.userId !== '';

/** A thread in the order in which it was written, each message once; `messages` in the order of HighLevel's list, newest first. */
export function inOrder(messages: readonly IDataObject[]): IDataObject[] {
	const once = new Map<string, [moment: number, message: IDataObject]>();
	for (let index = messages.length - 1; index >= 0; index--) {
		const message = messages[index];
		once.set(idOf(message), [timestampOf(message), message]);
	}
	// Array.prototype.sort is stable: messages of one moment keep the list's order.
	return [...once.values()].sort(([a], [b]) => a - b).map(([, message]) => message);
}

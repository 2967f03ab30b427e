import type { IDataObject } from 'n8n-workflow';
import { channelNameOf, isOnChannel } from '../channels';
import { isAutomated, isCall, isHuman, isOutbound, otherKindOf } from './messageKind';
import { messageText } from './messageText';

/** Channels whose names are ordinary words, which are not capitalized in a sentence. */
const COMMON_NOUN = /^(Call|Email|Live Chat|Web Chat)$/;

/** The mark for the contact's messages on a channel that is not watched, e.g. 'By email'. */
function byChannel(messageType: unknown): string {
	const name = channelNameOf(messageType) ?? 'another channel';
	return `By ${COMMON_NOUN.test(name) ? name.toLowerCase() : name}`;
}

/** All characters that a language model or an editor may interpret as a line break. */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
/** An opening square bracket of any script as the first visible character of a line. */
const OPENING =
	/^[\s\p{C}\p{Mn}\p{Default_Ignorable_Code_Point}]*[[\u2045\u27e6\u3010\u3014\u3016\u3018\u301a\u298b\u298d\u298f\ufe5d\uff3b]/u;
const CLOSING = /[\]\u2046\u27e7\u3011\u3015\u3017\u3019\u301b\u298c\u298e\u2990\ufe5e\uff3d]/;

/**
 * Prevents a contact's text from imitating a mark, e.g. `[A colleague wrote]`: a square bracket at the start of a line becomes a
 * round one. Line breaks of any kind become `\n`.
 */
export const escapeMarks = (text: string): string =>
	text
		.split(LINE_BREAK)
		.map((line) => (OPENING.test(line) ? line.replace(OPENING, '(').replace(CLOSING, ')') : line))
		.join('\n');

/** Adds a mark to every line that is not blank, so that unmarked lines are always the contact's. */
const marked = (mark: string, text: string): string =>
	text
		.split('\n')
		.map((line) => (line.trim() === '' ? line : `[${mark}] ${line}`))
		.join('\n');

/** The mark that says who wrote a message; undefined for the contact's messages on the watched channels. */
function markOf(message: IDataObject, channels: readonly string[]): string | undefined {
	if (message.direction === 'inbound') {
		const isWatched = isOnChannel(message.messageType, channels);
		return otherKindOf(message) ?? (isWatched ? undefined : byChannel(message.messageType));
	}
	if (isAutomated(message)) return 'Automated message';
	return isHuman(message) ? 'A colleague wrote' : 'We wrote';
}

/** Whether a message was sent through the API, and not by a team member or HighLevel itself. An agent sees it as its own. */
export const isApiMessage = (message: IDataObject): boolean =>
	isOutbound(message) && !isAutomated(message) && !isHuman(message);

/** The text of a message without a mark. */
export const unmarkedText = (message: IDataObject): string => messageText(message, escapeMarks);

/**
 * The text of a message, with a mark that says who wrote it, such as `[We wrote]`. The contact's messages on `channels` (values of
 * the parameter 'channels'; empty for all) have no mark.
 */
export function markedText(message: IDataObject, channels: readonly string[] = []): string {
	const text = unmarkedText(message);
	if (isHuman(message) && isCall(message)) {
		return `[A colleague called: ${text.replace(/\s+/g, ' ')}]`;
	}
	const mark = markOf(message, channels);
	return mark === undefined ? text : marked(mark, text);
}

import { HISTORY_MARKER } from './htmlText';

/** Number of lines in which the fields of a quoted message's header must occur. */
const MAX_HEADER_LINES = 6;
/** Longer lines are text, not part of a header. */
const MAX_HEADER_LENGTH = 400;

/** Outlook's line above a quoted message. */
const ORIGINAL =
	/^\s*-{2,}\s*(original message|original appointment|ursprüngliche nachricht|originalnachricht|message d'origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht)\s*-{2,}\s*$/i;
/** The line above a forwarded message, which is kept: the contact forwarded it to be read. */
const FORWARDED =
	/^\s*(-{2,}\s*)?(begin forwarded message|forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten|message transféré|début du message|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht)/i;
const FROM = /^\s*\*?(from|von|de|da|van)\s*:\*?\s*\S/i;
const OTHER_HEADER =
	/^\s*\*?(sent|date|gesendet|datum|envoyé|enviado( el)?|fecha|inviato|data|verzonden|to|an|à|para|a|aan|cc|subject|betreff|objet|asunto|oggetto|assunto|onderwerp)\s*:\*?/i;
/** Start and end of the attribution line "On ... wrote:" above a quote, which contains a date or an address. */
const ATTRIBUTION_START = /^\s*(on|am|le|el|il|em|op|den|på)\s/i;
const ATTRIBUTION_END =
	/(wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev)(?!\p{L}).{0,150}:\s*$/iu;
/** An attribution line without a verb: date and address. */
const ATTRIBUTION_WITHOUT_VERB = /^\s*\d{4}-\d\d-\d\d\b.{0,150}<[^<>]{1,100}@[^<>]{1,100}>\s*:\s*$/;
const UNDERSCORES = /^\s*_{10,}\s*$/;
const QUOTED = /^\s{0,3}>/;
const SIGNATURE = /^--\s?$/;
const SENT_FROM =
	/^\s*(sent from my|sent from (outlook|yahoo|mail|proton)|get outlook for|von meinem .{2,30} gesendet|gesendet von|envoyé de mon|envoyé depuis|enviado desde mi|enviado do meu|inviato da|verstuurd vanaf)\b.{0,80}$/i;

const isShort = (line: string) => line.length <= MAX_HEADER_LENGTH;
const isBlank = (line: string) => line.trim() === '';

/** Whether a quoted message's header starts at `index`, as Outlook writes it: From, followed by at least two other fields. */
function isHeader(lines: readonly string[], index: number): boolean {
	if (!isShort(lines[index]) || !FROM.test(lines[index])) return false;
	const following = lines.slice(index + 1, index + MAX_HEADER_LINES).filter(isShort);
	return following.filter((line) => OTHER_HEADER.test(line)).length >= 2;
}

/** The number of lines of the attribution at `index`, which may be wrapped; 0 if there is no attribution. */
function attributionLength(lines: readonly string[], index: number): number {
	const line = lines[index];
	if (!isShort(line)) return 0;
	const isAttribution = ATTRIBUTION_END.test(line) && line.includes('@');
	if (isAttribution || ATTRIBUTION_WITHOUT_VERB.test(line)) return 1;
	if (!ATTRIBUTION_START.test(line)) return 0;
	for (let count = 1; count <= 3; count++) {
		const last = lines.at(index + count - 1);
		if (last === undefined || !isShort(last) || isBlank(last) || QUOTED.test(last)) return 0;
		const isEnd = ATTRIBUTION_END.test(last);
		if (isEnd && /[\d@]/.test(lines.slice(index, index + count).join(' '))) return count;
	}
	return 0;
}

/** The index of the first line from `index` on that is not blank. */
function skipBlank(lines: readonly string[], index: number): number {
	let position = index;
	while (position < lines.length && isBlank(lines[position])) position++;
	return position;
}

/** The index of the first line from `index` on that is not quoted. */
function skipQuoted(lines: readonly string[], index: number): number {
	let position = index;
	while (position < lines.length && QUOTED.test(lines[position])) position++;
	return position;
}

/** Whether quoted earlier messages start at `index` and extend to the end. */
function isHistoryStart(lines: readonly string[], index: number): boolean {
	const line = lines[index];
	if (line === HISTORY_MARKER) return true;
	if (!isShort(line)) return false;
	if (ORIGINAL.test(line)) return true;
	if (UNDERSCORES.test(line)) {
		const next = skipBlank(lines, index + 1);
		return next < lines.length && isHeader(lines, next);
	}
	return isHeader(lines, index);
}

/** The lines that the sender wrote, without quotes, signature and "Sent from ..." lines. */
function ownLines(lines: readonly string[]): string[] {
	const own: string[] = [];
	for (let index = 0; index < lines.length; ) {
		const line = lines[index];
		if (isShort(line) && FORWARDED.test(line)) return [...own, ...lines.slice(index)];
		if (isHistoryStart(lines, index) || SIGNATURE.test(line)) break;
		const attribution = attributionLength(lines, index);
		if (attribution > 0) {
			const quote = skipBlank(lines, index + attribution);
			const end = skipQuoted(lines, quote);
			// If the lines below are not marked with '>', everything that follows is quoted.
			if (end === quote) break;
			index = end;
		} else if (QUOTED.test(line)) index = skipQuoted(lines, index);
		else {
			if (!(isShort(line) && SENT_FROM.test(line))) own.push(line);
			index++;
		}
	}
	return own;
}

const joinLines = (lines: readonly string[]): string =>
	lines
		.filter((line) => line !== HISTORY_MARKER)
		.map((line) => line.trimEnd())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();

/**
 * What the sender of an email wrote, without quoted messages, signature and lines such as "Sent from my iPhone". Forwarded
 * messages are kept. Returns the whole text if nothing would be left. `text` is plain text with `\n` between lines.
 */
export function withoutQuotes(text: string): string {
	const lines = text.split('\n');
	return joinLines(ownLines(lines)) || joinLines(lines);
}

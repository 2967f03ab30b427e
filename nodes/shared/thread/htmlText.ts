import { decodeEntities } from './htmlEntities';

/** Tags that show that a text is HTML. An address in angle brackets, such as `<ann@example.com>`, does not match. */
const HTML_TAG =
	/<(?:!doctype|!--|\/?(?:html|head|body|div|p|br|span|table|tbody|tr|td|th|a|b|i|u|em|strong|font|ul|ol|li|img|style|meta|blockquote|h[1-6]|hr|pre|center|section|article))(?=[\s>/]|--)/i;
const TAG_NAME = /^\/?([a-z][a-z0-9]*(?::[a-z][a-z0-9]*)?)(?=[\s>/])/i;

/** Tags that start on a new line and end it. */
const BLOCK_TAGS = new Set(
	'address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
		' ',
	),
);
/** Tags whose content is not text. */
const HIDDEN_TAGS = new Set(['head', 'style', 'script', 'title', 'template', 'noscript']);
const CELL_TAGS = new Set(['td', 'th']);
/** Separates the cells of a row until the line is complete. */
const CELL_SEPARATOR = '\u0001';
/** IDs of the elements in which mail programs quote earlier messages. Outlook does not close its element. */
const QUOTE_CONTAINER =
	/\bid\s*=\s*["']?(?:[\w-]*divRplyFwdMsg|[\w-]*appendonsend|stopSpelling)\b/i;
/** A line that marks the start of quoted earlier messages: everything after it is quoted. */
export const HISTORY_MARKER = '\u0002';

/** Whether a text is HTML rather than plain text. */
export const isHtml = (text: string): boolean => HTML_TAG.test(text);

interface Tag {
	/** In lower case. */
	name: string;
	isClosing: boolean;
	/** The tag as it is written, with its angle brackets. */
	source: string;
	/** The position after the tag. */
	end: number;
}

/** Control characters and zero-width spaces. */
const INVISIBLE = /[\p{Cc}\u00ad\u200b\ufeff]/gu;

/** Converts HTML to text in one pass. Takes linear time, also for malformed HTML. */
class HtmlReader {
	private readonly lines: string[] = [];
	private line: string[] = [];
	private quoteDepth = 0;
	/** The current link: its address, and the text inside it so far. */
	private link?: { address: string; shown: string[] };
	/** Whether a '>' may follow. False once none was found up to the end. */
	private hasTags = true;
	/** Whether quotes in tags are respected, so that '>' may occur in attribute values. False once a quote was not closed. */
	private hasQuotes = true;
	/** Whether a `</head>` may follow. */
	private hasHeadEnd = true;

	constructor(private readonly html: string) {}

	read(): string {
		let position = 0;
		while (position < this.html.length) {
			const start = this.html.indexOf('<', position);
			if (start < 0) break;
			this.addText(this.html.slice(position, start));
			position = this.readMarkup(start);
		}
		this.addText(this.html.slice(position));
		this.endLine();
		return this.lines.join('\n');
	}

	/** Reads the tag or comment that starts with the '<' at `start`. Returns the position after it. */
	private readMarkup(start: number): number {
		if (this.html.startsWith('<!--', start)) {
			const end = this.html.indexOf('-->', start + 4);
			return end < 0 ? this.html.length : end + 3;
		}
		const tag = this.tagAt(start);
		if (tag === undefined) {
			this.addText('<');
			return start + 1;
		}
		if (HIDDEN_TAGS.has(tag.name) && !tag.isClosing) return this.endOfHidden(tag);
		this.handleTag(tag);
		return tag.end;
	}

	/** The tag at `start`; undefined if the '<' is only a character. */
	private tagAt(start: number): Tag | undefined {
		const isDeclaration = /^[!?]/.test(this.html.charAt(start + 1));
		const [, name = ''] = TAG_NAME.exec(this.html.slice(start + 1, start + 40)) ?? [];
		if (!this.hasTags || (name === '' && !isDeclaration)) return undefined;
		const end = this.tagEnd(start + 1);
		if (end < 0) return undefined;
		const source = this.html.slice(start, end + 1);
		const isClosing = source.startsWith('</');
		return { name: name.toLowerCase(), isClosing, source, end: end + 1 };
	}

	/** The position of the '>' that ends a tag; -1 if there is none. */
	private tagEnd(start: number): number {
		const simple = this.html.indexOf('>', start);
		this.hasTags = simple >= 0;
		if (!this.hasTags || !this.hasQuotes) return simple;
		for (let position = start; position < this.html.length; position++) {
			const character = this.html[position];
			if (character === '>') return position;
			if (character !== '"' && character !== "'") continue;
			position = this.html.indexOf(character, position + 1);
			if (position < 0) break;
		}
		this.hasQuotes = false;
		return simple;
	}

	/** Where a hidden element ends. If it is not closed, it includes the rest, as in browsers, except for `<head>`. */
	private endOfHidden({ name, end }: Tag): number {
		if (name === 'head' && !this.hasHeadEnd) return end;
		const closing = new RegExp(`</${name}\\s*>`, 'gi');
		closing.lastIndex = end;
		const found = closing.exec(this.html);
		if (found !== null) return found.index + found[0].length;
		if (name !== 'head') return this.html.length;
		this.hasHeadEnd = false;
		return end;
	}

	private handleTag({ name, isClosing, source }: Tag): void {
		if (name === 'br') this.endLine(true);
		else if (CELL_TAGS.has(name)) this.line.push(CELL_SEPARATOR);
		else if (name === 'a') this.handleLink(isClosing, source);
		else if (BLOCK_TAGS.has(name)) {
			this.endLine();
			if (name === 'li' && !isClosing) this.line.push('- ');
			if (name === 'blockquote') this.quoteDepth += isClosing ? -1 : 1;
			this.quoteDepth = Math.max(0, this.quoteDepth);
		}
		if (isClosing || !QUOTE_CONTAINER.test(source.slice(0, 300))) return;
		this.endLine();
		this.lines.push(HISTORY_MARKER);
	}

	private handleLink(isClosing: boolean, source: string): void {
		const { address, shown } = this.link ?? { address: '', shown: [] };
		this.link = undefined;
		if (!isClosing) {
			const [, ...found] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(source) ?? [];
			const target = decodeEntities(found.find(Boolean) ?? '').replace(/\s+/g, '');
			if (/^(https?|mailto|tel):/i.test(target)) this.link = { address: target, shown: [] };
			return;
		}
		const text = shown.join('').trim();
		const bare = address.replace(/^(mailto:|tel:|https?:\/\/(www\.)?)/i, '').replace(/\/$/, '');
		if (text === '' || text.includes(bare)) return;
		this.line.push(` (${address.replace(/^mailto:/i, '')})`);
	}

	private addText(source: string): void {
		if (source === '') return;
		const text = decodeEntities(source).replace(/\s+/g, ' ').replace(INVISIBLE, '');
		this.line.push(text);
		this.link?.shown.push(text);
	}

	/** Ends the current line. An empty line is kept only if `mayBeEmpty`. */
	private endLine(mayBeEmpty = false): void {
		const line = this.line
			.join('')
			.split(CELL_SEPARATOR)
			.map((cell) => cell.replace(/ {2,}/g, ' ').trim())
			.filter((cell) => cell !== '' && cell !== '-')
			.join(' | ');
		this.line = [];
		if (line !== '' || mayBeEmpty) this.lines.push(this.quoteDepth > 0 ? `> ${line}` : line);
	}
}

/**
 * The text of an HTML document. Block elements start new lines, links become "text (address)", table cells are separated by "|",
 * and quoted lines start with ">". `HISTORY_MARKER` marks the start of quoted earlier messages.
 */
export const htmlToText = (html: string): string => new HtmlReader(html).read();

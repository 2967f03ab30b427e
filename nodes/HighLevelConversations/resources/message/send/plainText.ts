/** Inline formatting. Each pattern ends at a second mark of the same kind, so that matching takes linear time. */
const INLINE_FORMATTING = [
	/`([^`\n]+)`/g,
	/\*\*([^*\n]+)\*\*/g,
	/__([^_\n]+)__/g,
	/~~([^~\n]+)~~/g,
	/(?<![\w*\\])\*([^\s*][^*\n]*)\*(?![\w*])/g,
	/(?<![\w_\\])_([^\s_][^_\n]*)_(?![\w_])/g,
	/\\([\\`*_{}[\]()#+\-.!>~|])/g,
];
const LINK = /!?\[([^[\]\n]*)\]\((https?:[^\s()]+)(?: "[^"\n()]*")?\)/g;

/** Whether a line contains only Markdown: a code fence, a horizontal rule, the underline of a heading or a table's separator. */
function isMarkupOnly(line: string): boolean {
	const text = line.trim();
	if (/^(```|~~~)\w*$/.test(text)) return true;
	if (text.length < 3) return false;
	return /^(=+|\*+|_+)$/.test(text) || (/^[|:\- ]+$/.test(text) && text.includes('---'));
}

function plainLine(line: string): string {
	const text = line
		.replace(/^(\s{0,3})#{1,6}\s+/, '$1')
		.replace(/^\s{0,3}(>\s?)+/, '')
		.replace(/^(\s*)[*+]\s+/, '$1- ')
		.replace(/^\s*\|(.*)\|\s*$/, (_, cells: string) => cells.trim())
		.replace(LINK, (_, label: string, url: string) =>
			label === url || label === '' ? url : `${label} (${url})`,
		);
	return INLINE_FORMATTING.reduce((result, pattern) => result.replace(pattern, '$1'), text);
}

/**
 * Converts Markdown to plain text for channels without formatting: removes the marks of headings, emphasis, code and quotes,
 * writes links as "text (URL)" and list items with a dash. Text without Markdown does not change.
 */
export const plainTextOf = (markdown: string): string =>
	markdown
		.split(/\r\n|\r|\n/)
		.filter((line) => !isMarkupOnly(line))
		.map(plainLine)
		.join('\n')
		.trim();

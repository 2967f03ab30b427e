/** Patterns that stop at the mark that they begin with, so that none is worse than linear. */
const EMPHASIS = [
	/`([^`\n]+)`/g,
	/\*\*([^*\n]+)\*\*/g,
	/__([^_\n]+)__/g,
	/~~([^~\n]+)~~/g,
	/(?<![\w*\\])\*([^\s*][^*\n]*)\*(?![\w*])/g,
	/(?<![\w_\\])_([^\s_][^_\n]*)_(?![\w_])/g,
	/\\([\\`*_{}[\]()#+\-.!>~|])/g,
];
const LINK = /!?\[([^[\]\n]*)\]\((https?:[^\s()]+)(?: "[^"\n()]*")?\)/g;

/** Whether a line holds no text: the edge of a code block, a rule, the line below a heading or a table's head. */
function isDecoration(line: string): boolean {
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
	return EMPHASIS.reduce((found, pattern) => found.replace(pattern, '$1'), text);
}

/**
 * The text that a model wrote in Markdown, for channels that show no formatting: headings, emphasis, code and quotes lose
 * their marks, links become "text (address)", list items keep a dash. Text without Markdown stays as it is.
 */
export const plainTextOf = (markdown: string): string =>
	markdown
		.split(/\r\n|\r|\n/)
		.filter((line) => !isDecoration(line))
		.map(plainLine)
		.join('\n')
		.trim();

/** HTML source, which is not escaped again. */
export class Html {
	constructor(readonly text: string) {}
}

/** Content of an element. Strings are escaped, undefined is omitted. */
export type HtmlContent = Html | string | undefined | HtmlContent[];

/** Attributes by name. True is written without a value, false and undefined are omitted. */
type Attributes = Record<string, string | boolean | undefined>;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Elements without an end tag. */
const VOID_ELEMENTS = ['input', 'meta'];

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]);

/** Converts content to HTML source. */
export function htmlOf(content: HtmlContent): string {
	if (content === undefined) return '';
	if (Array.isArray(content)) return content.map(htmlOf).join('');
	return content instanceof Html ? content.text : escapeHtml(content);
}

function attribute([name, value]: [string, string | boolean | undefined]): string {
	if (value === undefined || value === false) return '';
	return value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
}

/** Creates an element. Element and attribute names are not escaped, so they must be constants. */
export function element(name: string, attributes: Attributes, ...content: HtmlContent[]): Html {
	const start = `<${name}${Object.entries(attributes).map(attribute).join('')}>`;
	return new Html(VOID_ELEMENTS.includes(name) ? start : `${start}${htmlOf(content)}</${name}>`);
}

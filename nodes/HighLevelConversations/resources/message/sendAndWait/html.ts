/** Text that is HTML already. Nothing else gets into a page unescaped. */
export class Markup {
	constructor(readonly text: string) {}
}

/** Content of an element: texts are escaped, undefined is nothing. */
export type Content = Markup | string | undefined | Content[];

/** Attributes by name: true stands without a value, false and undefined are left out. */
type Attributes = Record<string, string | boolean | undefined>;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Elements without content or end tag. */
const VOID = ['input', 'meta'];

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]);

/** The HTML of some content. */
export function htmlOf(content: Content): string {
	if (content === undefined) return '';
	if (Array.isArray(content)) return content.map(htmlOf).join('');
	return content instanceof Markup ? content.text : escaped(content);
}

function attribute([name, value]: [string, string | boolean | undefined]): string {
	if (value === undefined || value === false) return '';
	return value === true ? ` ${name}` : ` ${name}="${escaped(value)}"`;
}

/** An element. `name` and the names of the attributes are the code's own. */
export function element(name: string, attributes: Attributes, ...content: Content[]): Markup {
	const start = `<${name}${Object.entries(attributes).map(attribute).join('')}>`;
	return new Markup(VOID.includes(name) ? start : `${start}${htmlOf(content)}</${name}>`);
}

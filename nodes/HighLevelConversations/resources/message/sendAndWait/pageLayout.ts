import { createHash } from 'node:crypto';
import { element, htmlOf, Html } from './html';
import type { HtmlContent } from './html';

/** Similar to n8n's own forms. Works on phones, and in the light and dark theme of the browser. */
const STYLE = `
:root { color-scheme: light dark; --page: #fbfcfe; --card: #ffffff; --line: #dbdfe7; --text: #3a3b3e; --soft: #62656a;
	--main: #1d4ed8; --on-main: #ffffff; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #1b1c1f; --card: #26282c; --line: #474a50; --text: #e8e9eb;
	--soft: #b4b7bd; --main: #8ab0ff; --on-main: #0b1526; --wrong: #ff9d92; } }
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--page); color: var(--text);
	font: 16px/1.5 'Open Sans', system-ui, sans-serif; }
main { max-width: 448px; margin: 0 auto; padding: 24px; background: var(--card); border: 1px solid var(--line);
	border-radius: 8px; overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: 20px; font-weight: 600; }
p { margin: 0 0 16px; }
.text { white-space: pre-line; }
.field { margin: 0 0 16px; padding: 0; border: 0; min-width: 0; }
label, legend { display: block; margin: 0 0 4px; padding: 0; font-size: 14px; font-weight: 600; }
.choice { display: flex; gap: 8px; align-items: center; min-height: 32px; font-size: 16px; font-weight: 400; }
input, select, textarea { width: 100%; min-height: 44px; padding: 8px 12px; background: var(--page); color: inherit;
	border: 1px solid var(--line); border-radius: 6px; font: inherit; }
.choice input { width: 20px; min-height: 20px; flex: none; accent-color: var(--main); }
button { width: 100%; min-height: 44px; margin: 8px 0 0; padding: 8px 16px; border: 1px solid var(--line);
	border-radius: 6px; background: var(--card); color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.main { background: var(--main); border-color: var(--main); color: var(--on-main); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
.wrong { margin: 4px 0 0; color: var(--wrong); font-size: 14px; }
.needed { color: var(--wrong); }
`;

/** Prevents duplicate submissions. The buttons stay enabled, because browsers do not submit the value of a disabled button. */
const SCRIPT = `let sent = false;
addEventListener('submit', (event) => { if (sent) event.preventDefault(); sent = true; });
addEventListener('pageshow', () => { sent = false; });`;

/** The hash of an inline style or script for the Content Security Policy. */
const cspHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The headers of every page: nothing is loaded, framed, indexed or cached, and the link is not sent as a referrer. */
export const PAGE_HEADERS: Record<string, string> = {
	'Content-Security-Policy': [
		"default-src 'none'",
		`style-src ${cspHash(STYLE)}`,
		`script-src ${cspHash(SCRIPT)}`,
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
		'sandbox allow-forms allow-scripts',
	].join('; '),
	'Cache-Control': 'no-store',
	'Content-Type': 'text/html; charset=utf-8',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex, nofollow',
};

const HEAD: HtmlContent = [
	element('meta', { charset: 'utf-8' }),
	element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
	// Not escaped, because the Content Security Policy contains its hash.
	element('style', {}, new Html(STYLE)),
];

/** Creates a page. `language` is a BCP 47 tag. The text direction follows the texts. */
export function pageOf(language: string, title: string, ...content: HtmlContent[]): string {
	const head = element('head', {}, HEAD, element('title', {}, title));
	const main = element('main', {}, element('h1', {}, title), content);
	const body = element('body', {}, main, element('script', {}, new Html(SCRIPT)));
	return `<!doctype html>${htmlOf(element('html', { lang: language, dir: 'auto' }, head, body))}`;
}

import type { Email } from './email';

const gmail = (own: string, quoted: string) =>
	`<div dir="ltr">${own}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Jan 5, 2026 at 9:00 AM Riverside &lt;<a href="mailto:hello@riverside.example">hello@riverside.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px">${quoted}</blockquote></div>`;
const outlook = (own: string, quoted: string) =>
	`<html><head><style>p.MsoNormal {margin:0cm}</style></head><body><div class="WordSection1">${own}<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Riverside &lt;hello@riverside.example&gt;<br><b>Sent:</b> Monday, 5 January 2026 09:00<br><b>To:</b> Ann<br><b>Subject:</b> Your visit</p></div>${quoted}</div></body></html>`;

export const htmlEmails: Email[] = [
	{
		name: 'paragraphs',
		body: '<p>One &amp; two</p><p>Three<br>four</p>',
		expected: 'One & two\nThree\nfour',
	},
	{
		name: 'Gmail',
		body: gmail('Yes, <b>Tuesday</b>.', '<div>Tuesday or Wednesday?</div><div>Riverside</div>'),
		expected: 'Yes, Tuesday.',
	},
	{
		name: 'desktop Outlook',
		body: outlook('<p class="MsoNormal">Fine<o:p></o:p></p>', '<p class="MsoNormal">Tuesday?</p>'),
		expected: 'Fine',
	},
	{
		name: "Outlook's web page",
		body: '<div>Fine</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg"><b>From:</b> Riverside<br></div><div>Tuesday?</div>',
		expected: 'Fine',
	},
	{
		name: 'Apple Mail',
		body: '<html><body>Fine<br><div><br><blockquote type="cite"><div>On 5 Jan 2026, at 09:00, Riverside &lt;hello@r.example&gt; wrote:</div><br><div>Tuesday?</div></blockquote></div></body></html>',
		expected: 'Fine',
	},
	{
		name: 'Thunderbird, below the quote',
		body: '<div class="moz-cite-prefix">On 05.01.26 09:00, Riverside wrote:<br></div><blockquote type="cite"><p>Tuesday?</p></blockquote><p>Yes.</p>',
		expected: 'Yes.',
	},
	{
		name: 'links',
		body: '<p>See <a href="https://a.example/menu?x=1&amp;y=2">our menu</a>, <a href="https://b.example/">b.example</a> and <a href="mailto:ann@c.example">Ann</a></p>',
		expected: 'See our menu (https://a.example/menu?x=1&y=2), b.example and Ann (ann@c.example)',
	},
	{
		name: 'a table',
		body: '<table><tr><th>Day</th><th>Time</th></tr><tr><td>Tuesday</td><td>10:00</td></tr></table>',
		expected: 'Day | Time\nTuesday | 10:00',
	},
	{
		name: 'images and styles',
		body: `<style>p { color: red }</style><p>Before</p><img src="data:image/png;base64,${'A'.repeat(50_000)}"><p>After</p>`,
		expected: 'Before\nAfter',
	},
	{
		name: 'entities',
		body: '<p>5&nbsp;&euro;, &#8220;caf&eacute;&#8221;, &#146;s, &constructor; &toString;</p>',
		expected: '5 €, “café”, ’s, &constructor; &toString;',
	},
	{
		name: 'an attribute with an angle bracket',
		body: '<p title="a > b">Text</p>',
		expected: 'Text',
	},
	{
		name: 'a list',
		body: '<div>I need:<ul><li>a cleaning</li><li>a check</li></ul>Thanks</div>',
		expected: 'I need:\n- a cleaning\n- a check\nThanks',
	},
];

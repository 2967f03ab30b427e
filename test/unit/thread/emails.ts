/** An email as somebody sent it, and what of it they wrote themselves. */
export interface Mail {
	name: string;
	body: string;
	expected: string;
}

const lines = (...text: string[]) => text.join('\n');
const gmail = (own: string, quoted: string) =>
	`<div dir="ltr">${own}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Jan 5, 2026 at 9:00 AM Riverside &lt;<a href="mailto:hello@riverside.example">hello@riverside.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px">${quoted}</blockquote></div>`;
const outlook = (own: string, quoted: string) =>
	`<html><head><style>p.MsoNormal {margin:0cm}</style></head><body><div class="WordSection1">${own}<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Riverside &lt;hello@riverside.example&gt;<br><b>Sent:</b> Monday, 5 January 2026 09:00<br><b>To:</b> Ann<br><b>Subject:</b> Your visit</p></div>${quoted}</div></body></html>`;

const PLAIN: Mail[] = [
	{ name: 'one line', body: 'When are you open?', expected: 'When are you open?' },
	{
		name: 'an address in angle brackets',
		body: 'Write to Ann <a@b.c> please',
		expected: 'Write to Ann <a@b.c> please',
	},
	{ name: 'a comparison', body: 'Is 3 < 5 and 7 > 6?', expected: 'Is 3 < 5 and 7 > 6?' },
	{
		name: 'an address of a page',
		body: 'See <https://a.example/x?y=1>',
		expected: 'See <https://a.example/x?y=1>',
	},
	{ name: 'Windows line ends', body: 'One\r\n\r\nTwo\r\n', expected: 'One\n\nTwo' },
	{
		name: 'a quote below',
		body: lines(
			'Yes, Tuesday.',
			'',
			'On Mon, 5 Jan 2026 at 09:00, Riverside <hello@r.example> wrote:',
			'',
			'> Tuesday or',
			'> Wednesday?',
		),
		expected: 'Yes, Tuesday.',
	},
	{
		name: 'a quote above',
		body: lines('On 05/01/2026 09:00, Riverside wrote:', '> Tuesday?', '', 'Yes, Tuesday.'),
		expected: 'Yes, Tuesday.',
	},
	{
		name: 'answers between quotes',
		body: lines('On 5 Jan 2026, Riverside wrote:', '> Tuesday?', 'Yes.', '> At ten?', 'At eleven.'),
		expected: 'Yes.\nAt eleven.',
	},
	{
		name: 'a wrapped line above the quote',
		body: lines(
			'Fine',
			'',
			'On Mon, Jan 5, 2026 at 9:00 AM Riverside Dental <',
			'hello@riverside.example> wrote:',
			'',
			'> Tuesday?',
		),
		expected: 'Fine',
	},
	{
		name: 'a quote without marks',
		body: lines('Fine', '', 'On Mon, Jan 5, 2026 at 9:00 AM Riverside wrote:', 'Tuesday?'),
		expected: 'Fine',
	},
	{
		name: "Outlook's original message",
		body: lines(
			'Fine',
			'',
			'-----Original Message-----',
			'From: Riverside',
			'Sent: Monday',
			'To: Ann',
			'Subject: Visit',
			'',
			'Tuesday?',
		),
		expected: 'Fine',
	},
	{
		name: "Outlook's header",
		body: lines(
			'Fine',
			'',
			'From: Riverside <hello@r.example>',
			'Sent: Monday, 5 January 2026 09:00',
			'To: Ann',
			'Subject: Visit',
			'',
			'Tuesday?',
		),
		expected: 'Fine',
	},
	{
		name: "the phone's Outlook",
		body: lines(
			'Fine',
			'',
			'Get Outlook for iOS<https://aka.ms/o0ukef>',
			'________________________________',
			'From: Riverside',
			'Sent: Monday',
			'To: Ann',
			'',
			'Tuesday?',
		),
		expected: 'Fine',
	},
	{
		name: 'German',
		body: lines(
			'Ja, gern.',
			'',
			'Am 05.01.2026 um 09:00 schrieb Riverside <hello@r.example>:',
			'',
			'> Dienstag?',
		),
		expected: 'Ja, gern.',
	},
	{
		name: 'German, the name first',
		body: lines(
			'Ja, gern.',
			'',
			'Riverside <hello@r.example> schrieb am Mo., 5. Jan. 2026 um 09:00:',
			'> Dienstag?',
		),
		expected: 'Ja, gern.',
	},
	{
		name: 'German Outlook',
		body: lines(
			'Ja, gern.',
			'',
			'Von: Riverside',
			'Gesendet: Montag, 5. Januar 2026 09:00',
			'An: Ann',
			'Betreff: Termin',
			'',
			'Dienstag?',
		),
		expected: 'Ja, gern.',
	},
	{
		name: 'French',
		body: lines(
			'Oui.',
			'',
			'Le lun. 5 janv. 2026 à 09:00, Riverside <hello@r.example> a écrit :',
			'',
			'> Mardi ?',
		),
		expected: 'Oui.',
	},
	{
		name: 'Spanish',
		body: lines(
			'Sí.',
			'',
			'El lun, 5 ene 2026 a las 9:00, Riverside (<hello@r.example>) escribió:',
			'',
			'> ¿Martes?',
		),
		expected: 'Sí.',
	},
	{
		name: 'Portuguese',
		body: lines(
			'Sim.',
			'',
			'Em seg., 5 de jan. de 2026 às 09:00, Riverside <hello@r.example> escreveu:',
			'',
			'> Terça?',
		),
		expected: 'Sim.',
	},
	{
		name: 'Dutch',
		body: lines(
			'Ja.',
			'',
			'Op ma 5 jan 2026 om 09:00 schreef Riverside <hello@r.example>:',
			'',
			'> Dinsdag?',
		),
		expected: 'Ja.',
	},
	{
		name: 'a date and an address',
		body: lines(
			'Ok',
			'',
			'2026-01-05 9:00 GMT+01:00 Riverside <hello@r.example>:',
			'',
			'> Tuesday?',
		),
		expected: 'Ok',
	},
	{
		name: 'a signature',
		body: lines('Fine', '', '-- ', 'Ann Lee', '+1 202 555 0100'),
		expected: 'Fine',
	},
	{ name: 'a phone', body: lines('Fine', '', 'Sent from my iPhone'), expected: 'Fine' },
	{
		name: 'a list with dashes',
		body: lines('I need:', '- a cleaning', '-- and a check', '--'.repeat(10)),
		expected: lines('I need:', '- a cleaning', '-- and a check', '--'.repeat(10)),
	},
	{
		name: 'what somebody says they wrote',
		body: lines('On Tuesday I wrote:', 'please call me.'),
		expected: lines('On Tuesday I wrote:', 'please call me.'),
	},
	{
		name: 'a sender line that is no header',
		body: lines('From: the station, to: the beach.', 'Which bus?'),
		expected: lines('From: the station, to: the beach.', 'Which bus?'),
	},
	{
		name: 'a forwarded message',
		body: lines(
			'See below',
			'',
			'---------- Forwarded message ---------',
			'From: Lab <lab@l.example>',
			'Date: Mon, Jan 5, 2026',
			'Subject: Results',
			'To: Ann',
			'',
			'All good',
		),
		expected: lines(
			'See below',
			'',
			'---------- Forwarded message ---------',
			'From: Lab <lab@l.example>',
			'Date: Mon, Jan 5, 2026',
			'Subject: Results',
			'To: Ann',
			'',
			'All good',
		),
	},
	{
		name: 'nothing but a quote',
		body: lines('> Tuesday?', '> At ten?'),
		expected: lines('> Tuesday?', '> At ten?'),
	},
];

const HTML: Mail[] = [
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

export const MAILS: readonly Mail[] = [...PLAIN, ...HTML];

import { decodeEntities } from '../../../nodes/shared/thread/htmlEntities';
import { emailText } from '../../../nodes/shared/thread/messageText';

const LINK = 'https://a.example/x';

it.each([
	['leaves out comments', '<p>One<!-- two > three -->four</p>', 'Onefour'],
	['keeps an arrow before a comment', '<p>a-->b<!-- c -->d</p>', 'a-->bd'],
	['leaves out a comment without an end', '<p>One</p><!-- two', 'One'],
	['leaves out declarations', '<!doctype html><?xml version="1.0"?><p>One</p>', 'One'],
	['keeps comparisons', '<p>Is 3 < 5?</p>', 'Is 3 < 5?'],
	['keeps email addresses in angle brackets', '<p>To <ann@x.example></p>', 'To <ann@x.example>'],
	['keeps the rest of a text that was cut off in a tag', '<p>One</p><b and <i', 'One\n<b and <i'],
	['reads attributes in single quotes', "<p title='a > b' class='c'>One</p>", 'One'],
	['reads a tag with a quote that does not end', '<p title="a>One</p><p>Two</p>', 'One\nTwo'],
	['leaves out a head', '<head>One</head><p>Two</p>', 'Two'],
	['reads a body in a head without an end', '<head><p>One</p><head><p>Two</p>', 'One\nTwo'],
	['leaves out scripts after such a head', '<head><p>One</p><script>1</script>Two', 'One\nTwo'],
	['leaves out a style without an end', '<p>One</p><style>p { color: red }', 'One'],
	['keeps an empty line of two line breaks', '<p>One<br><br>Two</p>', 'One\n\nTwo'],
	['joins spaces of neighbouring tags', '<p><b>One </b> two</p>', 'One two'],
	['removes spaces at the start of a line', '<p>One</p><p> Two</p>', 'One\nTwo'],
	['removes spaces around cells', '<tr><td> a </td><td> b </td></tr>', 'a | b'],
	['leaves out empty list items', '<ul><li></li><li>One</li></ul>', '- One'],
	['keeps all if everything looks like history', '<div id="appendonsend"></div><p>One</p>', 'One'],
])('%s', (_, html, expected) => {
	expect(emailText(html)).toBe(expected);
});

it.each([
	['the end of a link without a start', 'One</a>', 'One'],
	['a link in single quotes', `<a href='${LINK}'>one</a>`, `one (${LINK})`],
	['a link without quotes', `<a href=${LINK}>one</a>`, `one (${LINK})`],
	['an anchor', '<a name="top">One</a>', 'One'],
	['a script', '<a href="javascript:alert(1)">One</a>', 'One'],
	['a relative link', `<a href="/go?to=${LINK}">One</a>`, 'One'],
	['a link without encryption', '<a href="http://a.example/x">one</a>', 'one (http://a.example/x)'],
	['a link that shows its address', '<a href="http://www.a.example/x/">a.example/x</a>', 'a.example/x'], // prettier-ignore
	['a link that shows its phone number', '<a href="tel:+1202">+1202</a>', '+1202'],
	['a phone number behind a text', '<a href="tel:+1202">Call us</a>', 'Call us (tel:+1202)'],
	['a link around a picture', `One<a href="${LINK}"> <img src="x"> </a>`, 'One'],
])('reads %s', (_, html, expected) => {
	expect(emailText(`<p>${html}</p>`)).toBe(expected);
});

it.each([
	['&Auml;&auml;', 'Ää'],
	['&EURO;', '€'],
	['&unknown;', '&unknown;'],
	['&#65;&#x41;&#X41;', 'AAA'],
	['&#128;&#159;', '€Ÿ'],
	['a&#160;b', 'a\u00a0b'],
	['&#0;', '&#0;'],
	['&#xd7ff;&#xd800;&#xdfff;&#xe000;', '\ud7ff&#xd800;&#xdfff;\ue000'],
	['&#x10ffff;&#x110000;', '\u{10ffff}&#x110000;'],
])('decodes the entities in %s', (text, expected) => {
	expect(decodeEntities(text)).toBe(expected);
});

import type { IDataObject } from 'n8n-workflow';

import { attachmentUrlsIn, messageText } from '../../../nodes/shared/thread';

const ONE = 'https://files.example/one.png';
const TWO = 'https://files.example/two.png?a=1&b=2';

test.each<[string, unknown, string[]]>([
	['a list', [ONE, TWO], [ONE, TWO]],
	['three strokes, also at the end', [`${ONE}|||${TWO}|||`], [ONE, TWO]],
	['line breaks', [`${ONE}\r\n${TWO}\n`], [ONE, TWO]],
	['semicolons', [`${ONE};${TWO}`, `${ONE}; ${TWO}`], [ONE, TWO]],
	['one text instead of a list', `${ONE}|||${TWO}`, [ONE, TWO]],
	['HTML entities', ['https://files.example/two.png?a&#x3D;1&amp;b&#61;2'], [TWO]],
	[
		'separators that are entities',
		[`${ONE}&#x7C;&#x7C;&#x7C;${TWO.replace('&', '&amp;')}`],
		[ONE, TWO],
	],
	['a semicolon inside', ['https://files.example/a;v=1.png'], ['https://files.example/a;v=1.png']],
	[
		'names of every object',
		[`${ONE}?&constructor;&__proto__;`],
		[`${ONE}?&constructor;&__proto__;`],
	],
	['what is not text', [null, 5, { url: ONE }, '', ' '], []],
	['a missing value', undefined, []],
])('reads addresses from %s', (_, attachments, expected) => {
	expect(attachmentUrlsIn({ attachments: attachments as IDataObject[] })).toEqual(expected);
});

test('writes one line per address in a text', () => {
	const message = { messageType: 'TYPE_SMS', body: 'Look', attachments: [`${ONE}|||${TWO}`] };
	expect(messageText(message)).toBe(`Look\nAttachment: ${ONE}\nAttachment: ${TWO}`);
});

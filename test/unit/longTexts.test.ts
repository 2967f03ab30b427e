import * as converters from '../../nodes/shared/request/values/converters';
import { timestampFrom } from '../../nodes/shared/request';
import { readErrorBody } from '../../nodes/shared/request/errors/errorBody';
import { fileNameInHeader } from '../../nodes/shared/request/files/downloads';
import { safeFileName } from '../../nodes/shared/request/files/fileName';
import { redactorFor } from '../../nodes/shared/request/transport/redact';
import { baseUrlOf } from '../../nodes/shared/request/transport/session';
import { pathId } from '../../nodes/shared/request/values/text';
import { removeEmpty } from '../../nodes/shared/request/values/values';
import { cpuTimeOf } from '../support/cpuTime';

const field = { label: "'Field'", timezone: 'UTC' };

/** Functions that process texts. Their errors are ignored here. */
const FUNCTIONS: Record<string, (text: string) => unknown> = {
	anyList: (text) => converters.anyList(text, field),
	stringList: (text) => converters.stringList(text, field),
	commaList: (text) => converters.commaList(text, field),
	urls: (text) => converters.urls(5)(text, field),
	'urls after one': (text) => converters.urls(5)(`https://a.example/${text}`, field),
	number: (text) => converters.number(text, field),
	boolean: (text) => converters.boolean(text, field),
	json: (text) => converters.json(text, field),
	isoDate: (text) => converters.isoDate(text, field),
	sortValue: (text) => converters.sortValue(text, field),
	required: (text) => converters.required(text, field),
	timestampFrom,
	readErrorBody,
	'readErrorBody of a page': (text) => readErrorBody(`<html>${text}`),
	'readErrorBody of JSON': (text) => readErrorBody({ message: [text], errors: { a: text } }),
	fileNameInHeader,
	'fileNameIn of a header': (text) => fileNameInHeader(`attachment; filename="${text}`),
	'fileNameIn of an extended header': (text) => fileNameInHeader(`filename*=UTF-8''${text}`),
	safeFileName,
	redact: redactorFor({ accessToken: 'token-of-mine' }, () => undefined),
	baseUrlOf: (text) => baseUrlOf({ apiHost: 'custom', baseUrl: `https://a.example/${text}` }),
	pathId: (text) => pathId(text, 'ID'),
	text: (text) => converters.text(text, field),
	removeEmpty: (text) => removeEmpty({ a: text }),
};

const PARTS = [
	...[' ', ',', '\n', '"', '",', ', ', '|||', ';', '/', '<', '<title', '<title>', '&#x3D;', '&#'],
	...[
		'https://',
		' https://',
		';https://a',
		'filename="',
		"filename*='",
		'\\"',
		'eyJ',
		'pit-',
		'=',
	],
	...['a', '1', '9.', '[', '{"a":', '\u0000', '€', '-----', '%'],
];

describe.each(Object.entries(FUNCTIONS))('%s', (_, work) => {
	test.each(PARTS)('takes linear time for 240 kB of %j', (part) => {
		const text = part.repeat(Math.ceil(240_000 / part.length));
		const ms = cpuTimeOf(() => {
			try {
				work(text);
				work(`${text}x`);
			} catch {
				// Refusing is fine.
			}
		});
		expect(ms).toBeLessThan(1000);
	});
});

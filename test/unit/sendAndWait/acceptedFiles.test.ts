import {
	acceptedFilesFrom,
	acceptedTypes,
	isAccepted,
} from '../../../nodes/HighLevelConversations/resources/message/sendAndWait/acceptedFiles';

const file = (name: string, mimetype = '') => ({ path: '/tmp/x', size: 1, name, mimetype });

describe('accepted file types', () => {
	it.each<[string, string[]]>([
		['', []],
		['pdf', ['.pdf']],
		['.PDF , *.Png;image/*\napplication/pdf', ['.pdf', '.png', 'image/*', 'application/pdf']],
		['video', ['video/*']],
		['pdf, *', []],
		['.tar.gz', ['.tar.gz']],
		['application/vnd.ms-excel', ['application/vnd.ms-excel']],
	])('are read from %j', (text, expected) => {
		expect(acceptedTypes(acceptedFilesFrom(text, 'P'))).toEqual(expected);
	});

	it.each(['.', '..', '*.', 'image/', '/*', 'a/b/c', 'p.df', '.p/df', 'pdf|png', '"pdf"', '.*x'])(
		'are not read from %j',
		(text) => {
			expect(() => acceptedFilesFrom(text, 'element 1')).toThrow(
				/'Accepted File Types' of element 1 contains '/,
			);
		},
	);

	it.each<[string, string, string, boolean]>([
		['.pdf', 'A.PDF', '', true],
		['.pdf', 'pdf', 'application/pdf', false],
		['image/*', 'a.png', 'image/png', true],
		['image/*', 'a.png', 'IMAGE/PNG; x=y', true],
		['image/*', 'a.png', 'application/octet-stream', true],
		['image/*', 'a.png', '', true],
		['image/*', 'a.png', 'text/html', false],
		['image/png', 'a.jpg', 'image/jpeg', false],
		['image/*', 'constructor', '', false],
		['', 'a.exe', 'application/x-msdownload', true],
	])('with %j, the file %s (%s): %s', (types, name, mimetype, expected) => {
		expect(isAccepted(acceptedFilesFrom(types, 'P'), file(name, mimetype))).toBe(expected);
	});
});

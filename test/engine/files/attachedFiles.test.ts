import type { INodeParameters } from 'n8n-workflow';

import { Thread } from '../conversations/thread';
import { STORES } from '../fixtures';
import { useTestEnv } from '../harness';
import { withServer } from './fileServer';

const MINUTE = 60_000;
const DAY_MS = 24 * 60 * MINUTE;
const MEGABYTE = 1024 * 1024;

describe.each(STORES)('with files in n8n’s %s', (binaryData) => {
	const testEnv = useTestEnv({ binaryData, sandbox: { seed: false } });
	let thread: Thread;
	beforeEach(() => {
		testEnv.sandbox.reset();
		thread = new Thread(testEnv.sandbox);
	});

	/** Adds a secure file that is no longer public. Returns its address. */
	function secure(name: string, bytes: Buffer | number, type: string) {
		const { state, storageUrl, locationId } = testEnv.sandbox;
		const { slug } = state.addFile({ locationId, name, type, bytes });
		state.clockAheadMs = DAY_MS;
		return `${storageUrl}/files/d/${slug}`;
	}
	const gone = () => `${testEnv.sandbox.storageUrl}/files/d/gone`;

	const run = async (
		[resource, operation]: [string, string],
		options: INodeParameters = {},
		more: object = {},
	) => {
		const after = new Date(Date.now() - 9 * MINUTE).toISOString();
		const given = { options: { downloadAttachments: true, ...options } };
		const parameters = {
			...thread.parameters(resource, operation, given),
			...(operation === 'getReplies' ? { after } : {}),
		};
		return await testEnv.run({ parameters, ...more });
	};

	const OPERATIONS: Array<[string, [string, string]]> = [
		['Get Many', ['message', 'getAll']],
		['Get Unanswered', ['conversation', 'getUnanswered']],
		['Get Replies', ['message', 'getReplies']],
	];

	it('adds a hint to the item if no connection can be made', async () => {
		thread.wrote('Look', MINUTE, { attachments: ['http://127.0.0.1:9/b'] });
		const { items, error } = await run(['message', 'getAll']);
		expect(error).toBeUndefined();
		expect(Object.keys(items[0].binary ?? {})).toEqual([]);
		expect(items[0].json.hint).toBe(
			'attachment_0 could not be downloaded (ECONNREFUSED) and was left out.',
		);
	});

	describe.each(OPERATIONS)('%s', (_, of) => {
		it('puts the files on the item, with HighLevel’s names and types', async () => {
			const photo = secure('photo.png', Buffer.from('PHOTO'), 'image/png');
			const voice = secure('voice.ogg', Buffer.from('VOICE'), 'audio/ogg');
			thread.wrote('Look', MINUTE, { attachments: [`${photo}|||${voice}`] });
			const { items, requests, error } = await run(of);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(items[0].json.hint).toBeUndefined();
			expect(items[0].binary).toEqual({
				attachment_0: expect.objectContaining({ fileName: 'photo.png', mimeType: 'image/png' }),
				attachment_1: expect.objectContaining({ fileName: 'voice.ogg', mimeType: 'audio/ogg' }),
			});
			expect((await testEnv.bytes(items[0], 'attachment_0')).toString()).toBe('PHOTO');
			expect((await testEnv.bytes(items[0], 'attachment_1')).toString()).toBe('VOICE');
			for (const { headers } of requests.filter(({ path }) => path.startsWith('/signed/'))) {
				expect(headers.authorization).toBeUndefined();
			}
		});

		it('adds a hint to the item for files that cannot be downloaded', async () => {
			const photo = secure('photo.png', Buffer.from('PHOTO'), 'image/png');
			const large = secure('film.mp4', 2 * MEGABYTE, 'video/mp4');
			const attachments = [gone(), photo, large, 'http://10.0.0.1/a'];
			thread.wrote('Look', MINUTE, { attachments });
			const { items, error } = await run(of, { maxSize: 1 });
			expect(error).toBeUndefined();
			expect(Object.keys(items[0].binary ?? {})).toEqual(['attachment_1']);
			const left = (index: number, reason: string) =>
				`attachment_${index} could not be downloaded (${reason}) and was left out.`;
			expect(items[0].json.hint).toBe(
				[
					left(0, 'status 404'),
					left(2, 'larger than 1 MB'),
					left(3, 'its URL is not allowed'),
				].join(' '),
			);
		});

		it('names the scope that the token lacks', async () => {
			const { tokens, locationId } = testEnv.sandbox;
			thread.wrote('Look', MINUTE, { attachments: [secure('a.png', 9, 'image/png')] });
			testEnv.sandbox.faults.add({
				path: /^\/files\/d\//,
				status: 401,
				body: { message: 'The token is not authorized for this scope.', locationId },
			});
			expect(tokens.full).toBeDefined();
			const { json } = await run(of);
			expect(json[0].hint).toMatch(/the token lacks the scope files\.readonly/);
		});

		it.each([0, -1, 'many', true])(
			'refuses %p as Max Size before anything is sent',
			async (maxSize) => {
				const { error, requests } = await run(of, { maxSize });
				expect(error?.message).toMatch(/'Max Size' must be a number of MB above 0/);
				expect(requests).toEqual([]);
			},
		);

		it('downloads nothing without the option', async () => {
			thread.wrote('Look', MINUTE, { attachments: [secure('a.png', 9, 'image/png')] });
			const { items, requests } = await run(of, { downloadAttachments: false });
			expect(items[0].binary).toBeUndefined();
			expect(requests).toHaveLength(1);
		});
	});

	it('reads no more than Max Size of a file without a Content-Length', async () => {
		let written = 0;
		await withServer(
			(_request, response) => {
				response.writeHead(200, { 'content-type': 'video/mp4' });
				const part = Buffer.alloc(256 * 1024);
				const write = () => {
					while (!response.destroyed && written < 64 * MEGABYTE) {
						written += part.length;
						if (!response.write(part)) return void response.once('drain', write);
					}
					response.end();
				};
				write();
			},
			async ({ url }) => {
				thread.wrote('Look', MINUTE, { attachments: [`${url}/film.mp4`] });
				const { items } = await run(['message', 'getAll'], { maxSize: 1 });
				expect(items[0].binary).toEqual({});
				expect(items[0].json.hint).toMatch(/larger than 1 MB/);
				expect(written).toBeLessThan(32 * MEGABYTE);
			},
		);
	});

	it('takes the files of all messages of a turn, and of emails that only their records name', async () => {
		const { state } = testEnv.sandbox;
		const first = secure('first.pdf', Buffer.from('1'), 'application/pdf');
		const second = secure('second.pdf', Buffer.from('2'), 'application/pdf');
		thread.wrote('Look', 3 * MINUTE, { attachments: [first] });
		const email = thread.wrote('', 2 * MINUTE, { messageType: 'TYPE_EMAIL', body: undefined });
		const message = state.messages.get(email)!;
		state.addEmail(message, { subject: 'More', body: 'See', attachments: [second] });
		const { items } = await run(['conversation', 'getUnanswered']);
		expect(items).toHaveLength(1);
		expect(Object.keys(items[0].binary ?? {})).toEqual(['attachment_0', 'attachment_1']);
		const listed = await run(['message', 'getAll']);
		expect(listed.items.map(({ binary }) => binary?.attachment_0.fileName)).toEqual([
			'second.pdf',
			'first.pdf',
		]);
	});
});

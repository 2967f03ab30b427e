import type { IDataObject } from 'n8n-workflow';

import { enrich } from '../../../nodes/HighLevelConversationsTrigger/engine/enrich';
import { PollTimeout } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';
import { pollOver, refused } from './lists';
import type { Stored } from './lists';

const FILE = 'https://files.example/a.png';
const EVENT = { conversationKey: 'conversationId' };
const EMAIL_PATH = '/conversations/messages/email/';

const record = (id: string, more: IDataObject = {}): IDataObject => ({
	...{ id, conversationId: 'c1', messageType: 'TYPE_SMS', direction: 'inbound', ...more },
});
const email = (id: string, ...messageIds: string[]) =>
	record(id, { messageType: 'TYPE_EMAIL', meta: { email: { messageIds } } });

interface Given extends Stored {
	options?: IDataObject;
	requests?: number;
	testing?: boolean;
	download?: (url: string) => void;
	isLast?: boolean;
	event?: Partial<Parameters<typeof enrich>[1]>;
}

/** What becomes of records. */
async function enriched(records: IDataObject[], given: Given = {}) {
	const { options = {}, download, isLast = false, event, ...stored } = given;
	const parameters = Object.fromEntries(
		Object.entries(options).map(([name, value]) => [`options.${name}`, value]),
	);
	const { poll, asked, warnings } = pollOver(stored, { parameters, ...given });
	const downloads: unknown[][] = [];
	const context = {
		...poll,
		download: async (...args: Parameters<typeof poll.download>) => {
			downloads.push(args);
			download?.(args[0]);
			const binary = { data: args[0], mimeType: 'image/png' };
			return await Promise.resolve({ binary } as Awaited<ReturnType<typeof poll.download>>);
		},
	};
	const sources = records.map((each) => ({ id: String(each.id), at: 0, record: each }));
	const result = await enrich(context, { ...EVENT, ...event }, sources, () => isLast);
	const items = result.completed.map(({ item }) => item);
	return {
		...{ items, asked: asked.map(({ path }) => path), warnings, downloads },
		files: items.map((item) => poll.files.get(item)),
		failed: result.failed.map(({ id }) => id),
		remaining: result.remaining.map(({ id }) => id),
	};
}

it('adds nothing without options', async () => {
	const given = [record('a', { attachments: [FILE], extra: 1 }), email('e', 'x1')];
	const { items, asked, downloads } = await enriched(given);
	expect([items, asked, downloads]).toEqual([given, [], []]);
	expect(items[0]).not.toBe(given[0]);
});

it('keeps the fields of the event if Simplify is on, and adds the contact', async () => {
	const event = {
		simplify: ['id'],
		contactOf: ({ id }: IDataObject) => ({ id: `k-${String(id)}` }),
	};
	const { items } = await enriched([record('a')], { event });
	expect(items).toEqual([{ id: 'a', contact: { id: 'k-a' } }]);
});

it('completes records in batches of ten, in their order, until the time is over', async () => {
	const records = Array.from({ length: 25 }, (_, index) => email(`e${index}`, 'x'));
	const other = () => ({ emailMessage: { id: 'x' } });
	const given = { other, requests: 15, options: { includeEmailBodies: true } };
	const { items, remaining } = await enriched(records, given);
	expect(items.map(({ id }) => id)).toEqual(records.slice(0, 20).map(({ id }) => id));
	expect(remaining).toEqual(records.slice(20).map(({ id }) => id));
	expect((await enriched(records, { requests: 0 })).items).toHaveLength(25);
	const late = await enriched(records, { ...given, requests: 0 });
	expect([late.items.length, late.remaining.length]).toEqual([10, 15]);
	for (const options of [{ lastMessages: 1 }, { downloadAttachments: true }]) {
		const result = await enriched(records, { threads: { c1: [] }, other, requests: 0, options });
		expect([result.items.length, result.remaining.length]).toEqual([10, 15]);
	}
});

it('leaves records to the next poll if its time ends while they are read', async () => {
	const other = (path: string) => {
		if (path.endsWith('x2')) throw new PollTimeout();
		return { emailMessage: { id: 'x' } };
	};
	const records = [email('a', 'x1'), email('b', 'x2'), email('c', 'x3')];
	const result = await enriched(records, { other, options: { includeEmailBodies: true } });
	expect(result.items.map(({ id }) => id)).toEqual(['a', 'c']);
	expect([result.remaining, result.failed]).toEqual([['b'], []]);
});

describe('a part that cannot be read', () => {
	const options = { includeEmailBodies: true, lastMessages: 2 };
	const records = [email('a', 'x1'), record('b', { conversationId: 'c2' })];
	const failing = (status: number): Given => ({
		options,
		threads: { c2: [record('m')] },
		other: () => {
			throw refused(status);
		},
	});

	it('fails only its record', async () => {
		const { items, failed } = await enriched(records, failing(500));
		expect([items.map(({ id }) => id), failed]).toEqual([['b'], ['a']]);
	});

	it('is left out with a hint in the last attempt, in a test, and if it does not exist', async () => {
		const lost = [
			'The body of an email could not be read (status 500) and was left out.',
			'The last messages could not be read (status 500) and was left out.',
		];
		for (const given of [{ isLast: true }, { testing: true }]) {
			const { items, warnings } = await enriched(records, { ...failing(500), ...given });
			expect(items[0]).toMatchObject({ emails: [], lastMessages: [], hint: lost.join(' ') });
			expect(items[1]).not.toHaveProperty('hint');
			expect(warnings).toEqual(lost);
		}
		const { items } = await enriched(records, failing(404));
		expect(items[0].hint).toContain('(status 404)');
	});

	it('fails the poll if it concerns all records', async () => {
		await expect(enriched(records, failing(401))).rejects.toThrow();
	});
});

it('says a hint only once', async () => {
	const { items } = await enriched([email('a', 'x1', 'x2')], {
		options: { includeEmailBodies: true },
	});
	expect(items[0].emails).toEqual([]);
	expect(items[0].hint).toBe(
		'The body of an email could not be read (status 404) and was left out.',
	);
});

describe('Download Attachments', () => {
	const options = { downloadAttachments: true };

	it('adds the files of each message, up to the maximum size', async () => {
		const records = [record('a', { attachments: [FILE] }), record('b')];
		const { items, files, downloads } = await enriched(records, {
			options: { ...options, maxSize: 2 },
		});
		expect(files).toEqual([{ attachment_0: { data: FILE, mimeType: 'image/png' } }, undefined]);
		expect(downloads).toEqual([[FILE, 2 * 1024 * 1024]]);
		expect(items[0]).not.toHaveProperty('hint');
	});

	it("adds the files of a message's emails, which lists leave out", async () => {
		const other = (path: string) => {
			expect(path).toBe(`${EMAIL_PATH}x1`);
			return { emailMessage: { attachments: [FILE] } };
		};
		for (const includeEmailBodies of [false, true]) {
			const given = { other, options: { ...options, includeEmailBodies } };
			const { files, asked } = await enriched([email('e', 'x1')], given);
			expect([Object.keys(files[0] ?? {}), asked.length]).toEqual([['attachment_0'], 1]);
		}
	});

	it('adds a hint for a file that is missing', async () => {
		const download = () => {
			throw refused(403);
		};
		const given = { options, download };
		const { items, files } = await enriched([record('a', { attachments: [FILE] })], given);
		expect(items[0].hint).toBe(
			'attachment_0 could not be downloaded (status 403) and was left out.',
		);
		expect(files).toEqual([{}]);
	});

	it('emits the first record without its files if there is no time for them', async () => {
		const download = () => {
			throw new PollTimeout();
		};
		const records = ['a', 'b'].map((id) => record(id, { attachments: [FILE] }));
		const { items, remaining } = await enriched(records, { options, download });
		expect([items.map(({ id }) => id), remaining]).toEqual([['a'], ['b']]);
		expect(items[0].hint).toContain('attachment_0 could not be downloaded');
	});
});

it('reads the last messages of each conversation once', async () => {
	const threads = {
		c1: [record('m3'), record('m2', { extra: 1 }), record('m1')],
		c2: [record('n1')],
	};
	const records = [record('a'), record('b'), record('c', { conversationId: 'c2' })];
	const { items, asked } = await enriched(records, { threads, options: { lastMessages: 2 } });
	const ids = items.map(({ lastMessages }) => (lastMessages as IDataObject[]).map(({ id }) => id));
	expect(ids).toEqual([['m2', 'm3'], ['m2', 'm3'], ['n1']]);
	expect(asked).toEqual(['/conversations/c1/messages', '/conversations/c2/messages']);
});

describe('a long list of last messages', () => {
	const thread = Array.from({ length: 150 }, (_, index) => record(`m${index}`));
	const read = async (given: Given) => {
		const options = { lastMessages: 150 };
		const { items, remaining } = await enriched([record('a')], {
			...{ threads: { c1: thread }, options, ...given },
		});
		return { lengths: items.map(({ lastMessages }) => (lastMessages as []).length), remaining };
	};

	it('is read page by page', async () => {
		expect(await read({})).toEqual({ lengths: [150], remaining: [] });
		expect(await read({ requests: 1 })).toEqual({ lengths: [150], remaining: [] });
	});

	it('leaves the record to the next poll if the time ends between its pages', async () => {
		const before = (_path: string, { lastMessageId }: IDataObject) => {
			if (lastMessageId !== undefined) throw new PollTimeout();
		};
		expect(await read({ before, requests: 1 })).toEqual({ lengths: [], remaining: ['a'] });
	});
});

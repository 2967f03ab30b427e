import type { IDataObject } from 'n8n-workflow';

import { ApiError } from '../../../nodes/shared/request';
import {
	downloadMessageFiles,
	readAttachmentUrls,
	readMessage,
	readThread,
	readTurn,
	threadIdsOf,
	threadPath,
	withTurnEmails,
} from '../../../nodes/shared/thread';
import { messagesOf } from './lists';
import { at, message, sent, wrote } from './messages';

const refused = (status: number) => new ApiError({ kind: 'status', status, text: 'No' });

/** A reader of these responses by path, with its requests and warnings. */
function readerOf(responses: Record<string, unknown>) {
	const asked: string[] = [];
	const warnings: string[] = [];
	const get = async (path: string, query: IDataObject) => {
		asked.push(path);
		const response = responses[path] ?? refused(404);
		if (response instanceof Error) throw response;
		const body = typeof response === 'function' ? (response(query) as unknown) : response;
		return await Promise.resolve({ status: 200, headers: {}, body });
	};
	return { get, warn: (text: string) => void warnings.push(text), asked, warnings };
}

const EMAIL_PATH = '/conversations/messages/email/';
const email = (more: IDataObject = {}, ...messageIds: string[]) =>
	wrote(0, '', { messageType: 'TYPE_EMAIL', meta: { email: { messageIds } }, ...more });

describe('a conversation', () => {
	const all = [5, 4, 3, 2, 1].map((second) => wrote(second, `${second}`));
	const read = async (hasEnough: (messages: readonly IDataObject[]) => boolean) => {
		const path = threadPath('c/1');
		const reader = readerOf({ '/conversations/c%2F1/messages': messagesOf(all, 2) });
		return { messages: await readThread(reader, path, hasEnough), requests: reader.asked.length };
	};

	it('is read to its end, newest first', async () => {
		expect(await read(() => false)).toEqual({ messages: all, requests: 3 });
	});

	it('is read until there are enough messages', async () => {
		const result = await read(({ length }) => length > 2);
		expect(result).toEqual({ messages: all.slice(0, 4), requests: 2 });
	});
});

it('reads a single message by its ID', async () => {
	const reader = readerOf({ '/conversations/messages/m%2F1': { message: { id: 'm/1' } } });
	expect(await readMessage(reader, 'm/1')).toEqual({ id: 'm/1' });
});

describe('the emails of a turn', () => {
	const turnOf = (...messages: IDataObject[]) =>
		readTurn([...messages].reverse(), { now: at(3600) });

	it('are added to its messages', async () => {
		const emailMessage = { id: 'e1', body: 'Hello' };
		const reader = readerOf({ [`${EMAIL_PATH}e1`]: { emailMessage } });
		const [before, first, second] = [sent(-60, 'api'), email({}, 'e1'), wrote(5, 'Hi')];
		const { open, transcript } = await withTurnEmails(reader, turnOf(before, first, second));
		expect(open).toEqual([{ ...first, emails: [emailMessage] }, second]);
		expect(transcript).toEqual(open);
		expect(reader.asked).toEqual([`${EMAIL_PATH}e1`]);
	});

	it('are left out with a warning if they no longer exist', async () => {
		const emailMessage = { id: 'e1', body: 'Hello' };
		const reader = readerOf({ [`${EMAIL_PATH}e1`]: { emailMessage } });
		const { open } = await withTurnEmails(reader, turnOf(email({}, 'e0', 'e1')));
		expect(open[0].emails).toEqual([emailMessage]);
		expect(reader.warnings).toEqual(['Email body not found; skipped.']);
	});

	it('fail the reading if HighLevel refuses them for another reason', async () => {
		const reader = readerOf({ [`${EMAIL_PATH}e1`]: refused(401) });
		await expect(withTurnEmails(reader, turnOf(email({}, 'e1')))).rejects.toThrow(ApiError);
		expect(reader.warnings).toEqual([]);
	});
});

it('takes the contact and the location of a thread from its messages', () => {
	const messages = [message(0, { contactId: undefined, locationId: undefined }), wrote(1, 'Hi')];
	expect(threadIdsOf('c1', messages)).toEqual({
		...{ conversationId: 'c1', contactId: 'k1', locationId: 'l1' },
	});
	expect(threadIdsOf('c1', [])).toEqual({
		...{ conversationId: 'c1', contactId: null, locationId: null },
	});
});

describe('attachments', () => {
	const FILE = 'https://files.example/a.pdf';
	const withFile = { emailMessage: { id: 'e1', attachments: [FILE] } };
	const urlsOf = async (given: IDataObject) => {
		const reader = readerOf({ [`${EMAIL_PATH}e1`]: withFile });
		return { urls: await readAttachmentUrls(reader, given), requests: reader.asked.length };
	};

	it.each([
		['a message with a file', wrote(0, '', { attachments: [FILE] }), [FILE], 0],
		['an email whose list has its file', email({ attachments: [FILE] }, 'e1'), [FILE], 0],
		['an email whose list leaves out its file', email({}, 'e1'), [FILE], 1],
		['an email that was read', email({ emails: [withFile.emailMessage] }, 'e1'), [FILE], 0],
		['an email that was read and has no file', email({ emails: [] }, 'e1'), [], 0],
		['a message without files', wrote(0, 'Hi'), [], 0],
	])('are found in %s', async (_, given, urls, requests) => {
		expect(await urlsOf(given)).toEqual({ urls, requests });
	});

	const file = { binary: { data: '', mimeType: 'application/pdf' } };
	const download = async (url: string) => {
		if (url !== FILE) throw refused(403);
		return await Promise.resolve(
			file as Awaited<ReturnType<Parameters<typeof downloadMessageFiles>[2]>>,
		);
	};

	it('are downloaded, with a hint for each that cannot be', async () => {
		const given = wrote(0, '', { attachments: ['https://files.example/b.pdf', FILE] });
		expect(await downloadMessageFiles(readerOf({}), given, download)).toEqual({
			binary: { attachment_1: file.binary },
			hints: ['attachment_0 could not be downloaded (status 403) and was left out.'],
			count: 2,
		});
	});

	it('are left out with a hint if the email cannot be read', async () => {
		const reader = readerOf({ [`${EMAIL_PATH}e1`]: refused(500) });
		expect(await downloadMessageFiles(reader, email({}, 'e1'), download)).toEqual({
			binary: {},
			hints: ['The attachments of an email could not be read and were left out.'],
			count: 0,
		});
	});

	it('fail for an error that the caller does not accept', async () => {
		const reader = readerOf({ [`${EMAIL_PATH}e1`]: refused(401) });
		const given = email({}, 'e1');
		await expect(downloadMessageFiles(reader, given, download, () => true)).rejects.toThrow(
			ApiError,
		);
		const broken = readerOf({ [`${EMAIL_PATH}e1`]: new TypeError('Defect') });
		await expect(downloadMessageFiles(broken, given, download)).rejects.toThrow('Defect');
	});
});

import type { IDataObject } from 'n8n-workflow';
import { emailPaths } from '../fields/message';
import { ApiError, downloadToBinaryFields } from '../request';
import type { AttachedFiles, DownloadedFile } from '../request';
import { attachmentUrlsIn } from './messageText';
import { withEmails } from './readThread';
import type { ThreadReader } from './readThread';

/**
 * The URLs of a message's attachments. Lists may leave out the attachments of an email: its record is then read, unless the message
 * has `emails` already. Throws an `ApiError`.
 */
export async function readAttachmentUrls(
	reader: ThreadReader,
	message: IDataObject,
): Promise<string[]> {
	const urls = attachmentUrlsIn(message);
	const isRead = message.emails !== undefined || emailPaths(message).length === 0;
	if (urls.length > 0 || isRead) return urls;
	const [complete] = await withEmails(reader, [message]);
	return attachmentUrlsIn(complete);
}

/**
 * Downloads the attachments of a message. An attachment that cannot be read or downloaded is left out, and `hints` says why.
 * `count` is the number of attachments that the message has. Throws an `ApiError` only if `mustThrow` returns true for it.
 */
export async function downloadMessageFiles(
	reader: ThreadReader,
	message: IDataObject,
	download: (url: string) => Promise<DownloadedFile>,
	mustThrow: (error: ApiError) => boolean = () => false,
): Promise<AttachedFiles & { count: number }> {
	const readHints: string[] = [];
	const urls = await readAttachmentUrls(reader, message).catch((error: unknown) => {
		if (!(error instanceof ApiError) || mustThrow(error)) throw error;
		readHints.push('The attachments of an email could not be read and were left out.');
		return [];
	});
	const { binary, hints } = await downloadToBinaryFields(urls, download, mustThrow);
	return { binary, hints: [...readHints, ...hints], count: urls.length };
}

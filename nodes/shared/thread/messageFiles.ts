import type { IDataObject } from 'n8n-workflow';
import { emailPaths } from '../fields/message';
import { ApiError, downloadAttachments } from '../request';
import type { AttachedFiles, DownloadedFile } from '../request';
import { attachmentsOf } from './messageText';
import { withEmails } from './readThread';
import type { ThreadReader } from './readThread';

/**
 * The addresses of a message's files. Those of an email may only be in its own record, which is read if the message has none
 * and no `emails`. Throws an `ApiError`.
 */
export async function attachmentUrlsOf(
	reader: ThreadReader,
	message: IDataObject,
): Promise<string[]> {
	const addresses = attachmentsOf(message);
	const isRead = message.emails !== undefined || emailPaths(message).length === 0;
	if (addresses.length > 0 || isRead) return addresses;
	const [complete] = await withEmails(reader, [message]);
	return attachmentsOf(complete);
}

/**
 * Downloads the files of a message, and also returns how many addresses it has. What cannot be read or downloaded is left out,
 * with a hint, unless `mustThrow` says otherwise. Throws what `mustThrow` selects, and whatever is not an `ApiError`.
 */
export async function downloadFiles(
	reader: ThreadReader,
	message: IDataObject,
	download: (address: string) => Promise<DownloadedFile>,
	mustThrow: (error: ApiError) => boolean = () => false,
): Promise<AttachedFiles & { count: number }> {
	const unread: string[] = [];
	const addresses = await attachmentUrlsOf(reader, message).catch((error: unknown) => {
		if (!(error instanceof ApiError) || mustThrow(error)) throw error;
		unread.push('The attachments of an email could not be read and were left out.');
		return [];
	});
	const { binary, hints } = await downloadAttachments(addresses, download, mustThrow);
	return { binary, hints: [...unread, ...hints], count: addresses.length };
}

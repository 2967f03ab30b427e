import type { IDataObject } from 'n8n-workflow';
import { emailPaths } from '../fields/message';
import { attachmentsOf } from './messageText';
import { withEmails } from './readThread';
import type { ThreadReader } from './readThread';

/**
 * The addresses of a message's files. Those of an email may only be in its own record, which is read if the message has none
 * and no `emails`. Throws an `ApiError`.
 */
export async function filesOf(reader: ThreadReader, message: IDataObject): Promise<string[]> {
	const addresses = attachmentsOf(message);
	const isRead = message.emails !== undefined || emailPaths(message).length === 0;
	if (addresses.length > 0 || isRead) return addresses;
	const [complete] = await withEmails(reader, [message]);
	return attachmentsOf(complete);
}

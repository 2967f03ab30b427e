import type { INodeExecutionData } from 'n8n-workflow';
import { maxBytesOf } from '../../../shared/fields/downloadAttachments';
import { ApiError, attachmentsOn, downloadAttachment, fileClientOf } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { filesOf } from '../../../shared/thread';
import { threadReaderOf } from './threadReader';

/** Items whose files are downloaded at a time. */
const BATCH_SIZE = 3;

/** Checks 'Max Size'. Throws a `ParameterError`. */
export const checkDownloads = (item: ItemContext): void =>
	void maxBytesOf(item.parameter('options.maxSize'));

/**
 * The output items of messages or turns with their files as `attachment_0` and so on, if the item's options ask for them. A file
 * that cannot be had costs a `hint` on its item.
 */
export async function withAttachments(
	item: ItemContext,
	outputs: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	if (item.parameter('options.downloadAttachments') !== true) return outputs;
	const maxBytes = maxBytesOf(item.parameter('options.maxSize'));
	const client = fileClientOf(item);
	const complete = async (output: INodeExecutionData): Promise<INodeExecutionData> => {
		const hints: string[] = [];
		const addresses = await filesOf(threadReaderOf(item), output.json).catch((error: unknown) => {
			if (!(error instanceof ApiError)) throw error;
			hints.push('The attachments of an email could not be read and were left out.');
			return [];
		});
		if (addresses.length + hints.length === 0) return output;
		const { binary, hints: missing } = await attachmentsOn(
			addresses,
			async (address) => await downloadAttachment(client, address, maxBytes),
		);
		const hint = [output.json.hint, ...hints, ...missing].filter(Boolean).join(' ');
		return { ...output, json: hint === '' ? output.json : { ...output.json, hint }, binary };
	};
	const completed: INodeExecutionData[] = [];
	for (let start = 0; start < outputs.length; start += BATCH_SIZE) {
		const batch = outputs.slice(start, start + BATCH_SIZE);
		completed.push(...(await Promise.all(batch.map(complete))));
	}
	return completed;
}

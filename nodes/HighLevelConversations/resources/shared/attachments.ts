import type { INodeExecutionData } from 'n8n-workflow';
import { maxSizeInBytes } from '../../../shared/fields/downloadAttachments';
import { downloadAttachment, fileClientOf } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { downloadMessageFiles } from '../../../shared/thread';
import { threadReaderOf } from './threadReader';

/** Number of output items whose files are downloaded at the same time. */
const BATCH_SIZE = 3;

/** Throws a `ParameterError` if 'Max Size' is invalid. */
export const checkDownloadOptions = (item: ItemContext): void =>
	void maxSizeInBytes(item.parameter('options.maxSize'));

/**
 * Adds the files of the messages in output items as binary data `attachment_0`, `attachment_1` and so on, if the option 'Download
 * Attachments' is on. If a file cannot be downloaded, its output item gets a `hint`.
 */
export async function downloadAttachmentsOf(
	item: ItemContext,
	outputs: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	if (item.parameter('options.downloadAttachments') !== true) return outputs;
	const maxBytes = maxSizeInBytes(item.parameter('options.maxSize'));
	const client = fileClientOf(item);
	const complete = async (output: INodeExecutionData): Promise<INodeExecutionData> => {
		const { binary, hints, count } = await downloadMessageFiles(
			threadReaderOf(item),
			output.json,
			async (address) => await downloadAttachment(client, address, maxBytes),
		);
		if (count + hints.length === 0) return output;
		const hint = [output.json.hint, ...hints].filter(Boolean).join(' ');
		return { ...output, json: hint === '' ? output.json : { ...output.json, hint }, binary };
	};
	const completed: INodeExecutionData[] = [];
	for (let start = 0; start < outputs.length; start += BATCH_SIZE) {
		const batch = outputs.slice(start, start + BATCH_SIZE);
		completed.push(...(await Promise.all(batch.map(complete))));
	}
	return completed;
}

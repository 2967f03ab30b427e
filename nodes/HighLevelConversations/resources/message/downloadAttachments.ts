import { updateDisplayOptions } from 'n8n-workflow';
import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../../shared/fields/collections';
import { messageId } from '../../../shared/fields/message';
import { OPERATION_NAMES } from '../../../shared/names';
import {
	downloadAttachment,
	fileClientOf,
	FileUnavailable,
	ParameterError,
	pathId,
	urlsIn,
} from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { readAttachmentUrls, readMessage } from '../../../shared/thread';
import { outputField, whenUnavailable } from '../../fields/files';
import type { Operation } from '../shared/operation';
import { threadReaderOf } from '../shared/threadReader';

const MESSAGE_PATH = '/conversations/messages';

const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'Message', value: 'message', description: 'The attachments of a message' },
		{ name: 'URLs', value: 'urls', description: 'Files at given URLs' },
	],
	default: 'message',
	description: 'Whether to download attachments of a message or files by their URLs',
};

const urls: INodeProperties = {
	displayName: 'URLs',
	name: 'urls',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add URL' },
	required: true,
	default: [],
	placeholder: 'e.g. https://example.com/brochure.pdf',
	description: 'URLs of the files, e.g. the attachments of a message from a trigger',
};

const shownForSource = (value: string, field: INodeProperties): INodeProperties[] =>
	updateDisplayOptions({ show: { source: [value] } }, [field]);

/** The URLs of a message's attachments. Throws a `ParameterError` for an empty ID, and an `ApiError`. */
async function attachmentsOfMessage(item: ItemContext, id: string): Promise<string[]> {
	pathId(id, "'Message ID'");
	const reader = threadReaderOf(item);
	return await readAttachmentUrls(reader, await readMessage(reader, id));
}

/** The URLs in the field 'URLs'. Throws a `ParameterError` if it is empty. */
function enteredUrls(item: ItemContext): string[] {
	const addresses = urlsIn(item.parameter('urls'));
	if (addresses.length > 0) return addresses;
	throw new ParameterError("'URLs' is empty", 'Enter at least one URL, or check the expression.');
}

async function downloadFiles(item: ItemContext): Promise<INodeExecutionData[]> {
	const byUrls = item.parameter('source') === 'urls';
	const id = String(item.parameter('messageId') ?? '');
	const addresses = byUrls ? enteredUrls(item) : await attachmentsOfMessage(item, id);
	const field = String(item.parameter('binaryPropertyName') || 'data');
	const ids = byUrls ? {} : { messageId: id };
	const items: INodeExecutionData[] = [];
	for (const url of addresses) {
		const file = await downloadAttachment(fileClientOf(item), url).then(
			({ binary, fileSize }) => {
				const { fileName, mimeType } = binary;
				return { json: { url, fileName, mimeType, fileSize }, binary: { [field]: binary } };
			},
			(error: unknown) => {
				const returnsItem = item.parameter('options.whenUnavailable') === 'item';
				if (!(error instanceof FileUnavailable) || !returnsItem) throw error;
				return { json: { url, available: false } };
			},
		);
		const json = { ...ids, ...file.json };
		items.push({ ...file, json, pairedItem: { item: item.itemIndex } });
	}
	return items;
}

export const downloadAttachments: Operation = {
	option: {
		name: OPERATION_NAMES.downloadAttachments,
		value: 'downloadAttachments',
		action: 'Download attachments',
		description:
			'Download the attachments of a message or files by their URLs. Returns one item per file.',
	},
	request: { method: 'GET', url: MESSAGE_PATH },
	scope: 'conversations/message.readonly',
	response: downloadFiles,
	fields: [
		source,
		...shownForSource('message', messageId),
		...shownForSource('urls', urls),
		outputField,
		optionsOf([
			{
				...whenUnavailable,
				description: 'What to do if a file was deleted or its URL has expired',
			},
		]),
	],
};

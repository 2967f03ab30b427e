import { inBody } from '../../../shared/fields/routing';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { INPUT_FIELD, inputField } from '../../fields/files';
import { locationId } from '../../../shared/fields/location';
import { contactOrConversation } from '../../fields/contact';
import { inputFiles, MAX_FILE_BYTES, converters, uploadResponse } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { assertContactOrConversation } from '../shared/checks';
import type { Operation } from '../shared/operation';
import { OPERATION_NAMES } from '../../../shared/names';

async function checkFiles(item: ItemContext): Promise<void> {
	assertContactOrConversation(item);
	await inputFiles(item, item.parameter(INPUT_FIELD.name), INPUT_FIELD.label, MAX_FILE_BYTES);
}

export const uploadFile: Operation = {
	option: {
		name: OPERATION_NAMES.uploadFile,
		value: 'uploadFile',
		action: 'Upload file',
		description: 'Upload files and get their URLs, to send them as attachments',
	},
	request: { method: 'POST', url: '/conversations/messages/upload', location: 'body' },
	scope: 'conversations/message.write',
	check: checkFiles,
	response: uploadResponse({ field: 'fileAttachment', files: INPUT_FIELD }),
	fields: [
		...contactOrConversation,
		{
			...inputField,
			description:
				'Name of the binary field of the input item that contains the file, or several names separated by commas. At most 5 MB per file.',
		},
		additionalFieldsOf([
			inBody({
				displayName: 'Attachment URLs',
				name: 'attachmentUrls',
				convert: converters.urls(Number.POSITIVE_INFINITY),
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add URL' },
				default: [],
				placeholder: 'e.g. https://example.com/brochure.pdf',
				description: 'URLs of files that HighLevel fetches',
			}),
			inBody({
				displayName: 'Chat Service SID',
				name: 'chatServiceSid',
				type: 'string',
				default: '',
				placeholder: 'e.g. ISxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
				description: "SID of Twilio's chat service, for group SMS",
			}),
			inBody({
				displayName: 'Is Group SMS',
				name: 'isGroupSms',
				type: 'boolean',
				default: true,
				description:
					'Whether the file is for a group SMS. HighLevel then accepts one file per request.',
			}),
		]),
		locationId,
	],
};

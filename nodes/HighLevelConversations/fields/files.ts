import type { INodeProperties } from 'n8n-workflow';
import { inBody } from '../../shared/fields/routing';
import { operationPath } from '../../shared/names';
import { converters } from '../../shared/request';

/** The binary field of the output item for a downloaded file. */
export const outputField: INodeProperties = {
	displayName: 'Output Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Name of the binary field of the output item for the file',
};

/** The binary field of the input item with the file to upload. */
export const inputField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the input binary field containing the file to be uploaded',
	description: 'Name of the binary field of the input item that contains the file',
};

/** Name and label of `inputField`, for errors about its file. */
export const INPUT_FIELD = { name: inputField.name, label: "'Input Data Field Name'" };

/** Maximum number of files per message in HighLevel. */
export const MAX_ATTACHMENTS = 5;

/** URLs of the files of a message or a call. */
export const attachments = inBody({
	displayName: 'Attachments',
	name: 'attachments',
	convert: converters.urls(MAX_ATTACHMENTS),
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Attachment' },
	default: [],
	placeholder: 'e.g. https://example.com/brochure.pdf',
	description: `URLs of files that HighLevel can open. URLs of uploads are public for one hour. To attach files from n8n, use ${operationPath('upload', 'uploadFile')} first, or the option 'Attach Files' of ${operationPath('message', 'sendMessage')}.`,
});

/** What to do if a recording or transcript is not available. */
export const whenUnavailable: INodeProperties = {
	displayName: 'When Not Available',
	name: 'whenUnavailable',
	type: 'options',
	options: [
		{
			name: 'Return an Item',
			value: 'item',
			description: "Return an item with 'available' set to false",
		},
		{
			name: 'Stop With an Error',
			value: 'error',
			description: 'Fail the item',
		},
	],
	default: 'error',
	description:
		'What to do if it is not available. HighLevel provides recordings and transcripts 30 to 60 seconds after a call.',
};

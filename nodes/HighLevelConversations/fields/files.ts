import type { INodeProperties } from 'n8n-workflow';
import { inBody } from '../../shared/fields/routing';
import { operationPath } from '../../shared/names';
import { converters } from '../../shared/request';

/** The output item's binary field that a download goes into. */
export const outputField: INodeProperties = {
	displayName: 'Output Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Name of the binary field of the output item for the file',
};

/** The input item's binary field that an upload comes from. */
export const inputField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the input binary field containing the file to be uploaded',
	description: 'Name of the binary field of the input item that contains the file',
};

/** Name and label of `inputField`, for the messages about its file. */
export const INPUT_FIELD = { name: inputField.name, label: "'Input Data Field Name'" };

/** The number of files that HighLevel takes with a message. */
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

/** What to do when a recording or transcript is not there. */
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
			description: 'The item fails',
		},
	],
	default: 'error',
	description:
		'What to do if there is none, or not yet: HighLevel provides it 30 to 60 seconds after a call',
};

import type { INodeProperties } from 'n8n-workflow';

const withOptions = { show: { fieldType: ['checkbox', 'dropdown', 'radio'] } };
const withFiles = { show: { fieldType: ['file'] } };

/** The fields of a form element. Their names are those of n8n's own forms. */
export const formElement: INodeProperties[] = [
	{
		displayName: 'Label',
		name: 'fieldLabel',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Which day suits you?',
		description: 'Text above the element. Also its name in the output.',
	},
	{
		displayName: 'Element Type',
		name: 'fieldType',
		type: 'options',
		options: [
			{ name: 'Checkboxes', value: 'checkbox' },
			{ name: 'Date', value: 'date' },
			{ name: 'Dropdown', value: 'dropdown' },
			{ name: 'Email', value: 'email' },
			{ name: 'File', value: 'file' },
			{ name: 'Number', value: 'number' },
			{ name: 'Password', value: 'password' },
			{ name: 'Radio Buttons', value: 'radio' },
			{ name: 'Text Input', value: 'text' },
			{ name: 'Textarea', value: 'textarea' },
		],
		default: 'text',
		description: 'What the contact can enter or choose',
	},
	{
		displayName: 'Custom Field Name',
		name: 'fieldName',
		type: 'string',
		default: '',
		placeholder: 'e.g. day',
		description: 'Name in the output. Leave empty to use the label.',
	},
	{
		displayName: 'Placeholder',
		name: 'placeholder',
		type: 'string',
		default: '',
		displayOptions: { show: { fieldType: ['email', 'number', 'password', 'text', 'textarea'] } },
		description: 'Sample text to display inside the field',
	},
	{
		displayName: 'Default Value',
		name: 'defaultValue',
		type: 'string',
		default: '',
		displayOptions: { hide: { fieldType: ['checkbox', 'file', 'password'] } },
		description: 'Initial value. Write a date as YYYY-MM-DD, and a choice as its text.',
	},
	{
		displayName: 'Field Options',
		name: 'fieldOptions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field Option',
		default: { values: [{ option: '' }] },
		displayOptions: withOptions,
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Option',
						name: 'option',
						type: 'string',
						default: '',
						description: 'A choice, as the contact sees it',
					},
				],
			},
		],
	},
	{
		displayName: 'Multiple Files',
		name: 'multipleFiles',
		type: 'boolean',
		default: true,
		displayOptions: withFiles,
		description: 'Whether several files can be selected',
	},
	{
		displayName: 'Accepted File Types',
		name: 'acceptFileTypes',
		type: 'string',
		default: '',
		placeholder: 'e.g. .pdf, image/*',
		displayOptions: withFiles,
		description:
			'File extensions or media types, separated by commas. Leave empty to accept all files.',
	},
	{
		displayName: 'Required Field',
		name: 'requiredField',
		type: 'boolean',
		default: false,
		description: 'Whether a value is required to submit the form',
	},
];

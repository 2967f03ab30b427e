import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../../../shared/fields/collections';
import { onlyIfUnansweredOption } from '../send/options';
import { limitWaitTime } from './limitWaitTime';
import { pageLanguage, pageTexts, thankYouText } from './pageTexts';

const withOptions = { show: { fieldType: ['checkbox', 'dropdown', 'radio'] } };
const withFiles = { show: { fieldType: ['file'] } };

/** One element of the form, with the names of n8n's own forms. */
const element: INodeProperties[] = [
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
				values: [{ displayName: 'Option', name: 'option', type: 'string', default: '' }],
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

const form: INodeProperties[] = [
	{
		displayName: 'Define Form',
		name: 'defineForm',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'fields',
		displayOptions: { show: { responseType: ['customForm'] } },
	},
	{
		displayName: 'Form Fields',
		name: 'jsonOutput',
		type: 'json',
		typeOptions: { rows: 5 },
		default: JSON.stringify(
			[
				{ fieldLabel: 'Day', fieldType: 'date', requiredField: true },
				{
					fieldLabel: 'Time',
					fieldType: 'dropdown',
					fieldOptions: { values: [{ option: 'Morning' }, { option: 'Afternoon' }] },
				},
			],
			null,
			2,
		),
		displayOptions: { show: { responseType: ['customForm'], defineForm: ['json'] } },
		description:
			"The form elements in the format of n8n's own forms, without custom HTML and hidden fields",
	},
	{
		displayName: 'Form Elements',
		name: 'formFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Form Element',
		default: {},
		displayOptions: { show: { responseType: ['customForm'], defineForm: ['fields'] } },
		options: [{ displayName: 'Values', name: 'values', values: element }],
	},
];

const approval: INodeProperties = {
	displayName: 'Approval Options',
	name: 'approvalOptions',
	type: 'fixedCollection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { responseType: ['approval'] } },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Type of Approval',
					name: 'approvalType',
					type: 'options',
					options: [
						{ name: 'Approve Only', value: 'single' },
						{ name: 'Approve and Disapprove', value: 'double' },
					],
					default: 'single',
				},
				{
					displayName: 'Approve Button Label',
					name: 'approveLabel',
					type: 'string',
					default: 'Approve',
				},
				{
					displayName: 'Disapprove Button Label',
					name: 'disapproveLabel',
					type: 'string',
					default: 'Decline',
					displayOptions: { show: { approvalType: ['double'] } },
				},
			],
		},
	],
};

/** Shows an option only for forms. */
const ofForms = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { hide: { '/responseType': ['approval'] } },
});

/** How the contact answers. The names are those of n8n's own nodes. */
export const responseFields: INodeProperties[] = [
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{ name: 'Approval', value: 'approval', description: 'One button, or two' },
			{ name: 'Free Text', value: 'freeText', description: 'A form with one text field' },
			{ name: 'Custom Form', value: 'customForm', description: 'A form with your own fields' },
		],
		default: 'approval',
	},
	...form,
	approval,
	optionsOf([
		limitWaitTime,
		onlyIfUnansweredOption,
		{
			displayName: 'Message Button Label',
			name: 'messageButtonLabel',
			type: 'string',
			default: 'Respond',
			description: 'Text before the link. In an email with a form, the text of the button.',
		},
		pageLanguage,
		pageTexts,
		ofForms({
			displayName: 'Response Form Title',
			name: 'responseFormTitle',
			type: 'string',
			default: '',
			description: 'Title of the page',
		}),
		ofForms({
			displayName: 'Response Form Description',
			name: 'responseFormDescription',
			type: 'string',
			default: '',
			description: 'Text of the page. Leave empty to show the message.',
		}),
		ofForms({
			displayName: 'Response Form Button Label',
			name: 'responseFormButtonLabel',
			type: 'string',
			default: 'Submit',
		}),
		thankYouText,
	]),
];

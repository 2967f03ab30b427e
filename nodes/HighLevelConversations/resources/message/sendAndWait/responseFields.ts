import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../../../shared/fields/collections';
import { onlyIfUnansweredOption } from '../send/options';
import { limitWaitTime } from './limitWaitTime';
import { pageLanguage, pageTexts, thankYouText } from './pageTexts';

const withOptions = { show: { fieldType: ['checkbox', 'dropdown', 'radio'] } };
const withFiles = { show: { fieldType: ['file'] } };

/** One element of the form, as n8n's own forms describe it. */
const element: INodeProperties[] = [
	{
		displayName: 'Label',
		name: 'fieldLabel',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Which day suits you?',
		description: 'Text above the element, and its name in the output',
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
		description: "Name in the output, if not the label's",
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
		description: 'What the element holds at first: a date as YYYY-MM-DD, a choice by its text',
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
		description: 'Whether several files may be chosen',
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
		description: 'Whether the form cannot be submitted without a value here',
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
			"The form's elements as n8n's own forms take them, except custom HTML and hidden fields",
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

/** Options that only a form has. */
const ofForms = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { hide: { '/responseType': ['approval'] } },
});

/** How the contact answers, by n8n's own names for it. */
export const responseFields: INodeProperties[] = [
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{ name: 'Approval', value: 'approval', description: 'One button, or two to choose from' },
			{ name: 'Free Text', value: 'freeText', description: 'A form with one text field' },
			{ name: 'Custom Form', value: 'customForm', description: 'A form with fields of your own' },
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
			description: 'Text in front of the link; of the button in an email that leads to a form',
		},
		pageLanguage,
		pageTexts,
		ofForms({
			displayName: 'Response Form Title',
			name: 'responseFormTitle',
			type: 'string',
			default: '',
			description: 'Title of the page on which the contact answers',
		}),
		ofForms({
			displayName: 'Response Form Description',
			name: 'responseFormDescription',
			type: 'string',
			default: '',
			description: 'Text on that page, if not the message',
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

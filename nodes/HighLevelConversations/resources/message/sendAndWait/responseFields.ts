import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../../../shared/fields/collections';
import { onlyIfUnansweredOption } from '../send/options';
import { formElement } from './formElement';
import { limitWaitTime } from './limitWaitTime';
import { pageLanguage, pageTexts, thankYouText } from './pageTexts';

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
			"The form elements in the format of n8n's own forms. Custom HTML and hidden fields are not supported.",
	},
	{
		displayName: 'Form Elements',
		name: 'formFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Form Element',
		default: {},
		displayOptions: { show: { responseType: ['customForm'], defineForm: ['fields'] } },
		options: [{ displayName: 'Values', name: 'values', values: formElement }],
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
					description: 'Whether the contact can only approve, or also decline',
				},
				{
					displayName: 'Approve Button Label',
					name: 'approveLabel',
					type: 'string',
					default: 'Approve',
					description: 'Text of the button that approves',
				},
				{
					displayName: 'Disapprove Button Label',
					name: 'disapproveLabel',
					type: 'string',
					default: 'Decline',
					displayOptions: { show: { approvalType: ['double'] } },
					description: 'Text of the button that declines',
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

/** The fields for the response. Their names are those of n8n's own nodes. */
export const responseFields: INodeProperties[] = [
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{
				name: 'Approval',
				value: 'approval',
				description: 'A button to approve, and optionally one to decline',
			},
			{ name: 'Free Text', value: 'freeText', description: 'A form with one text field' },
			{ name: 'Custom Form', value: 'customForm', description: 'A form with your own fields' },
		],
		default: 'approval',
		description: 'How the contact can answer on the page',
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
			description: 'Title of the page with the form',
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
			description: 'Text of the button that sends the answer',
		}),
		thankYouText,
	]),
];

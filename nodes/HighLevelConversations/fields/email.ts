import type { INodeProperties } from 'n8n-workflow';
import { inBody } from '../../shared/fields/routing';
import type { Field } from '../../shared/fields/routing';

export const subject = inBody({
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	placeholder: 'e.g. Your appointment tomorrow',
	description: 'Subject line of the email',
});

/** Whether the body of an email is HTML or plain text. */
export const emailType: INodeProperties = {
	displayName: 'Email Type',
	name: 'emailType',
	type: 'options',
	options: [
		{ name: 'HTML', value: 'html' },
		{ name: 'Text', value: 'text', description: 'Plain text, sent as HTML and as text' },
	],
	default: 'html',
	description: 'Whether to write the email as HTML or as plain text',
};

export const html = inBody({
	displayName: 'HTML',
	name: 'html',
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	placeholder: 'e.g. <p>Hello Jane</p>',
	description: 'HTML body of the email',
});

/** Sender and recipients, in alphabetical order. */
export const emailAddresses: Field[] = [
	inBody({
		displayName: 'Email BCC',
		name: 'emailBcc',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Address' },
		default: [],
		placeholder: 'e.g. jane@example.com',
		description: 'Addresses that receive a blind copy',
	}),
	inBody({
		displayName: 'Email CC',
		name: 'emailCc',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Address' },
		default: [],
		placeholder: 'e.g. jane@example.com',
		description: 'Addresses that receive a copy',
	}),
	inBody({
		displayName: 'Email From',
		name: 'emailFrom',
		type: 'string',
		default: '',
		placeholder: 'e.g. Jane Doe <jane@example.com>',
		description: 'Email address of the sender, with or without a name',
	}),
	inBody({
		displayName: 'Email To',
		name: 'emailTo',
		type: 'string',
		default: '',
		placeholder: 'e.g. jane@example.com',
		description: "Email address to send to, if not the contact's primary one",
	}),
];

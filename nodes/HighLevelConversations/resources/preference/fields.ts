import type { INodeProperties } from 'n8n-workflow';
import { rules } from '../../../shared/request';

const MAX_CHARACTERS = 100;

export const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Newsletter',
	description: 'Name of the subtype, 100 characters at most',
	routing: { send: { type: 'body', property: 'name' } },
};

export const description: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	placeholder: 'e.g. News from us, once a week',
	description: 'What the subscription is about, 100 characters at most',
	routing: { send: { type: 'body', property: 'description' } },
};

export const subtypeTexts = {
	name: rules.maxLength(MAX_CHARACTERS),
	description: rules.maxLength(MAX_CHARACTERS),
};

import { inBody } from '../../../shared/fields/routing';
import { converters } from '../../../shared/request';

const MAX_CHARACTERS = 100;

const shortText = converters.pipe(converters.text, converters.maxLength(MAX_CHARACTERS));

export const name = inBody({
	displayName: 'Name',
	name: 'name',
	convert: shortText,
	type: 'string',
	default: '',
	placeholder: 'e.g. Newsletter',
	description: 'Name of the subtype (up to 100 characters)',
});

export const description = inBody({
	displayName: 'Description',
	name: 'description',
	convert: shortText,
	type: 'string',
	default: '',
	placeholder: 'e.g. News from us, once a week',
	description: 'What the subscription is about (up to 100 characters)',
});

import { jsonParse } from 'n8n-workflow';
import { ParameterError } from '../../../../shared/request';
import { acceptedFilesFrom } from './acceptedFiles';
import type { AcceptedFiles } from './acceptedFiles';

const TYPES = [
	'checkbox',
	'date',
	'dropdown',
	'email',
	'file',
	'number',
	'password',
	'radio',
	'text',
	'textarea',
] as const;

export type FieldType = (typeof TYPES)[number];

/** One element of a form. */
export interface FormField {
	label: string;
	/** Its key in the output. */
	name: string;
	type: FieldType;
	required: boolean;
	placeholder?: string;
	/** What it holds at first. */
	value?: string;
	/** The texts to choose from. */
	choices: string[];
	multipleFiles: boolean;
	/** What a file field takes. */
	accepted: AcceptedFiles;
}

/** An element as n8n's forms write it, whatever a user's JSON makes of it. */
interface Definition {
	fieldLabel?: unknown;
	fieldName?: unknown;
	fieldType?: unknown;
	fieldOptions?: { values?: unknown };
	requiredField?: unknown;
	placeholder?: unknown;
	defaultValue?: unknown;
	multipleFiles?: unknown;
	acceptFileTypes?: unknown;
}

const WITH_CHOICES: FieldType[] = ['checkbox', 'dropdown', 'radio'];

const text = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const isFieldType = (type: string): type is FieldType => TYPES.some((each) => each === type);

/** The texts to choose from: n8n writes them as `{ values: [{ option }] }`. */
function choicesOf({ fieldOptions }: Definition): string[] {
	const values = Array.isArray(fieldOptions?.values) ? fieldOptions.values : [];
	const options = values.map((value: { option?: unknown } | null) => text(value?.option));
	return [...new Set(options.filter((option) => option !== ''))];
}

function fieldOf(definition: Definition, place: string): FormField {
	const label = text(definition.fieldLabel) || text(definition.fieldName);
	if (label === '') throw new ParameterError(`${place} has no 'Label'`);
	const type = text(definition.fieldType) || 'text';
	if (!isFieldType(type)) {
		throw new ParameterError(
			`${place} (${label}) is of the type '${type}', which this form does not have`,
			`It has ${TYPES.join(', ')}.`,
		);
	}
	const choices = choicesOf(definition);
	if (WITH_CHOICES.includes(type) && choices.length === 0) {
		throw new ParameterError(`${place} (${label}) has no 'Field Options' to choose from`);
	}
	return {
		label,
		name: text(definition.fieldName) || label,
		type,
		required: definition.requiredField === true,
		placeholder: text(definition.placeholder) || undefined,
		value: text(definition.defaultValue) || undefined,
		choices,
		multipleFiles: definition.multipleFiles === true,
		accepted: acceptedFilesFrom(text(definition.acceptFileTypes), `${place} (${label})`),
	};
}

/**
 * A form's elements from their definitions, given as a list or as its JSON. `label` is the parameter's, for messages.
 * Throws a `FieldIssue` for whatever would make a form that cannot be shown or answered.
 */
export function formFieldsFrom(given: unknown, label: string): FormField[] {
	const list =
		typeof given === 'string' ? jsonParse<unknown>(given, { fallbackValue: null }) : given;
	if (!Array.isArray(list) || list.length === 0) {
		throw new ParameterError(
			`${label} holds no list of form elements`,
			'Add at least one element for the contact to fill in.',
		);
	}
	const fields = list.map((each: Definition | null, index) =>
		fieldOf(each ?? {}, `Form element ${index + 1}`),
	);
	const names = fields.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new ParameterError(
			`Two form elements have the name '${twice}', so one answer would hide the other`,
			"Give one of them a 'Custom Field Name'.",
		);
	}
	return fields;
}

import { jsonParse } from 'n8n-workflow';
import { ParameterError } from '../../../../shared/request';
import { isOn } from '../../shared/itemOptions';
import { acceptedFilesFrom } from './acceptedFiles';
import type { AcceptedFiles } from './acceptedFiles';

const FIELD_TYPES = [
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

export type FieldType = (typeof FIELD_TYPES)[number];

/** An element of a form. */
export interface FormField {
	label: string;
	/** Key in the output. */
	name: string;
	type: FieldType;
	required: boolean;
	placeholder?: string;
	/** Initial value. */
	value?: string;
	/** Options of checkboxes, dropdowns and radio buttons. */
	choices: string[];
	multipleFiles: boolean;
	/** File types that a file field accepts. */
	accepted: AcceptedFiles;
}

/** A form element in the format of n8n's own forms. The user may define it in JSON, so its values can have any type. */
interface FieldDefinition {
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

const CHOICE_TYPES: FieldType[] = ['checkbox', 'dropdown', 'radio'];

const trimmedText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const isFieldType = (type: string): type is FieldType => FIELD_TYPES.some((each) => each === type);

/** The options to choose from, without empty ones and duplicates. */
function choicesOf({ fieldOptions }: FieldDefinition): string[] {
	const values = Array.isArray(fieldOptions?.values) ? fieldOptions.values : [];
	const options = values.map((value: { option?: unknown } | null) => trimmedText(value?.option));
	return [...new Set(options.filter((option) => option !== ''))];
}

function formFieldFrom(definition: FieldDefinition, place: string): FormField {
	const label = trimmedText(definition.fieldLabel) || trimmedText(definition.fieldName);
	if (label === '') throw new ParameterError(`${place} has no 'Label'`);
	const type = trimmedText(definition.fieldType) || 'text';
	if (!isFieldType(type)) {
		throw new ParameterError(
			`${place} (${label}) is of the type '${type.slice(0, 50)}', which does not exist`,
			`Choose one of ${FIELD_TYPES.join(', ')}.`,
		);
	}
	const choices = choicesOf(definition);
	if (CHOICE_TYPES.includes(type) && choices.length === 0) {
		throw new ParameterError(`${place} (${label}) has no 'Field Options' to choose from`);
	}
	return {
		label,
		name: trimmedText(definition.fieldName) || label,
		type,
		required: isOn(definition.requiredField, `'Required Field' of ${place} (${label})`),
		placeholder: trimmedText(definition.placeholder) || undefined,
		value: trimmedText(definition.defaultValue) || undefined,
		choices,
		multipleFiles: isOn(definition.multipleFiles, `'Multiple Files' of ${place} (${label})`),
		accepted: acceptedFilesFrom(trimmedText(definition.acceptFileTypes), `${place} (${label})`),
	};
}

/**
 * Parses the elements of a form, given as a list or as JSON. `label` is the parameter's name in quotes. Throws a `ParameterError` for a
 * form that could not be displayed or answered.
 */
export function formFieldsFrom(given: unknown, label: string): FormField[] {
	const list =
		typeof given === 'string' ? jsonParse<unknown>(given, { fallbackValue: null }) : given;
	if (!Array.isArray(list) || list.length === 0) {
		throw new ParameterError(
			`${label} is not a list of form elements`,
			'Add at least one element for the contact to fill in.',
		);
	}
	const fields = list.map((each: FieldDefinition | null, index) =>
		formFieldFrom(each ?? {}, `Form element ${index + 1}`),
	);
	const names = fields.map(({ name }) => name);
	const duplicate = names.find((name, index) => names.indexOf(name) !== index);
	if (duplicate !== undefined) {
		throw new ParameterError(
			`Two form elements have the name '${duplicate}'`,
			"Give one of them a 'Custom Field Name'.",
		);
	}
	return fields;
}

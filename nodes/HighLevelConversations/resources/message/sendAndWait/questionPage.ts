import { inputName } from './submission';
import type { Submission } from './submission';
import { acceptedTypes } from './acceptedFiles';
import type { FormField } from './formFields';
import { element } from './html';
import type { HtmlContent, Html } from './html';
import { pageOf } from './pageLayout';
import type { PageTexts } from './pageTexts';
import type { Approval, Question } from './question';
import type { Problem } from './validation';

/** What a page shows in addition to the question. */
export interface PageState {
	/** The answer that the contact clicked in the email. It is highlighted, and the contact has to confirm it. */
	chosen?: boolean;
	/** A rejected submission, and its problems by the name of the input. */
	submission?: Submission;
	problems?: Map<string, Problem>;
}

/** An input of the form. */
interface FormInput {
	field: FormField;
	name: string;
	/** The values of the rejected submission, otherwise the default value. */
	values: string[];
	problem?: string;
}

const INPUT_TYPES: Partial<Record<FormField['type'], string>> = {
	date: 'date',
	email: 'email',
	number: 'number',
	password: 'password',
};

/** The value to fill in. A submitted password is not sent back. */
const initialValue = ({ field, values: [value] }: FormInput) =>
	field.type === 'password' ? '' : (value ?? '');

function inputElement(input: FormInput): Html {
	const { field, name, values } = input;
	const { type, required, placeholder, choices, accepted, multipleFiles } = field;
	const common = { id: name, name, required, dir: 'auto', ...invalidAttributes(input) };
	if (type === 'textarea') {
		// Browsers ignore a line break at the start.
		return element('textarea', { ...common, rows: '4', placeholder }, `\n${initialValue(input)}`);
	}
	if (type === 'dropdown') {
		const options = choices.map((choice) =>
			element('option', { selected: values.includes(choice) }, choice),
		);
		return element('select', common, element('option', { value: '' }), options);
	}
	if (type === 'file') {
		const accept = acceptedTypes(accepted).join(',') || undefined;
		return element('input', { ...common, type, accept, multiple: multipleFiles });
	}
	const step = type === 'number' ? 'any' : undefined;
	const value = initialValue(input);
	return element('input', {
		...common,
		type: INPUT_TYPES[type] ?? 'text',
		value,
		step,
		placeholder,
	});
}

const labelOf = ({ field: { label, required } }: FormInput): HtmlContent => [
	element('span', { dir: 'auto' }, label),
	required ? element('span', { class: 'needed' }, ' *') : undefined,
];

const problemId = (name: string) => `${name}-problem`;

/** The attributes of an input with an invalid value. */
const invalidAttributes = ({ name, problem }: FormInput) =>
	problem === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': problemId(name) };

const problemElement = (name: string, problem?: string): HtmlContent =>
	problem === undefined
		? undefined
		: element('p', { id: problemId(name), class: 'wrong', role: 'alert', dir: 'auto' }, problem);

const PROBLEM_TEXTS: Record<Problem, keyof PageTexts> = {
	answer: 'problemAnswer',
	date: 'problemDate',
	email: 'problemEmail',
	file: 'problemFile',
	fileType: 'problemFileType',
	number: 'problemNumber',
	oneFile: 'problemOneFile',
	option: 'problemOption',
	required: 'problemRequired',
	text: 'problemText',
};

/** The text for a problem. */
function problemText(texts: PageTexts, problem?: Problem, field?: FormField): string | undefined {
	if (problem === undefined) return undefined;
	const text = texts[PROBLEM_TEXTS[problem]];
	return problem === 'fileType' && field
		? `${text}: ${acceptedTypes(field.accepted).join(', ')}`
		: text;
}

/** Lists the fields with invalid values. */
function problemSummary({ fields, texts }: Question, { problems }: PageState): HtmlContent {
	const labels = fields
		.filter((_, index) => problems?.has(inputName(index)))
		.map(({ label }) => label);
	if (labels.length === 0) return undefined;
	const text = `${texts.problemSummary}: ${labels.join(', ')}`;
	return element('p', { class: 'wrong', role: 'alert', dir: 'auto' }, text);
}

function choicesElement(input: FormInput, type: 'checkbox' | 'radio'): Html {
	const { field, name, values, problem } = input;
	const choices = field.choices.map((value) => {
		const checked = values.includes(value);
		// Not for checkboxes: browsers would require the contact to check all of them.
		const required = field.required && type === 'radio';
		const box = element('input', { type, name, value, checked, required });
		return element('label', { class: 'choice' }, box, element('span', { dir: 'auto' }, value));
	});
	const legend = element('legend', {}, labelOf(input));
	return element('fieldset', { class: 'field' }, legend, choices, problemElement(name, problem));
}

function fieldElement(
	field: FormField,
	index: number,
	texts: PageTexts,
	{ submission, problems }: PageState,
): Html {
	const name = inputName(index);
	const defaultValues = field.value === undefined ? [] : [field.value];
	const values = submission?.texts(name) ?? defaultValues;
	const input: FormInput = {
		field,
		name,
		values,
		problem: problemText(texts, problems?.get(name), field),
	};
	if (field.type === 'checkbox' || field.type === 'radio') return choicesElement(input, field.type);
	const label = element('label', { for: name }, labelOf(input));
	return element(
		'div',
		{ class: 'field' },
		label,
		inputElement(input),
		problemElement(name, input.problem),
	);
}

function approvalButtons(
	{ approve, decline }: Approval,
	texts: PageTexts,
	{ chosen = true, problems }: PageState,
): HtmlContent {
	const button = (label: string, approved: boolean) => {
		const main = approved === chosen ? 'main' : undefined;
		return element(
			'button',
			{ dir: 'auto', name: 'approved', value: String(approved), class: main },
			label,
		);
	};
	const buttons = [button(approve, true)];
	if (decline !== undefined) buttons.push(button(decline, false));
	return [
		chosen ? buttons : buttons.reverse(),
		problemElement('approved', problemText(texts, problems?.get('approved'))),
	];
}

/** The page to answer a question. It posts the answer to its own signed URL. */
export function questionPage(question: Question, state: PageState = {}): string {
	const { title, text, approval, fields, submitLabel, language, texts } = question;
	const content = approval
		? approvalButtons(approval, texts, state)
		: [
				problemSummary(question, state),
				fields.map((field, index) => fieldElement(field, index, texts, state)),
				element('button', { dir: 'auto', class: 'main' }, submitLabel),
			];
	const form = element('form', { method: 'post', enctype: 'multipart/form-data' }, content);
	return pageOf(language, title, element('p', { class: 'text', dir: 'auto' }, text), form);
}

/** The pages without a question. */
export type MessagePageKind = 'closed' | 'expired' | 'failed' | 'thankYou';

/** A page with a message, in the language and with the texts of its question. */
export const messagePage = (
	message: MessagePageKind,
	{ language, texts }: Pick<Question, 'language' | 'texts'>,
): string =>
	pageOf(
		language,
		texts[`${message}Title`],
		element('p', { dir: 'auto' }, texts[`${message}Text`]),
	);

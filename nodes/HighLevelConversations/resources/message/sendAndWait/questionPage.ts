import { inputName } from './submission';
import type { Submission } from './submission';
import type { FormField } from './formFields';
import { element } from './html';
import type { Content, Markup } from './html';
import { pageOf } from './pageLayout';
import type { Approval, Question } from './question';

/** What a page shows apart from the question itself. */
export interface Shown {
	/** The answer whose button somebody pressed in an email: it stands out, and is still to be confirmed. */
	chosen?: boolean;
	/** What was entered, and what is wrong with it, by the name of the input. */
	submission?: Submission;
	problems?: Map<string, string>;
}

interface Input {
	field: FormField;
	name: string;
	/** What it holds: what was entered before, else what the workflow put there. */
	values: string[];
	problem?: string;
}

const TYPES: Partial<Record<FormField['type'], string>> = {
	date: 'date',
	email: 'email',
	number: 'number',
	password: 'password',
};

/** A password that was entered is not sent back. */
const valueOf = ({ field, values: [value] }: Input) =>
	field.type === 'password' ? '' : (value ?? '');

function control(input: Input): Markup {
	const { field, name, values } = input;
	const { type, required, placeholder, choices, extensions, multipleFiles } = field;
	const common = { id: name, name, required };
	if (type === 'textarea') {
		// A browser drops the first line break.
		return element('textarea', { ...common, rows: '4', placeholder }, `\n${valueOf(input)}`);
	}
	if (type === 'dropdown') {
		const options = choices.map((choice) =>
			element('option', { selected: values.includes(choice) }, choice),
		);
		return element('select', common, element('option', { value: '' }), options);
	}
	if (type === 'file') {
		const accept = extensions.join(',') || undefined;
		return element('input', { ...common, type, accept, multiple: multipleFiles });
	}
	const step = type === 'number' ? 'any' : undefined;
	const value = valueOf(input);
	return element('input', { ...common, type: TYPES[type] ?? 'text', value, step, placeholder });
}

const labelOf = ({ field: { label, required } }: Input): Content => [
	label,
	required ? element('span', { class: 'needed' }, ' *') : undefined,
];

const wrong = (problem?: string): Content =>
	problem === undefined ? undefined : element('p', { class: 'wrong', role: 'alert' }, problem);

function fieldset(input: Input, type: 'checkbox' | 'radio'): Markup {
	const { field, name, values, problem } = input;
	const choices = field.choices.map((value) => {
		const checked = values.includes(value);
		// Of required checkboxes a browser would want every single one.
		const required = field.required && type === 'radio';
		const box = element('input', { type, name, value, checked, required });
		return element('label', { class: 'choice' }, box, value);
	});
	const legend = element('legend', {}, labelOf(input));
	return element('fieldset', { class: 'field' }, legend, choices, wrong(problem));
}

function fieldMarkup(field: FormField, index: number, { submission, problems }: Shown): Markup {
	const name = inputName(index);
	const preset = field.value === undefined ? [] : [field.value];
	const values = submission?.texts(name) ?? preset;
	const input: Input = { field, name, values, problem: problems?.get(name) };
	if (field.type === 'checkbox' || field.type === 'radio') return fieldset(input, field.type);
	const label = element('label', { for: name }, labelOf(input));
	return element('div', { class: 'field' }, label, control(input), wrong(input.problem));
}

function approvalButtons(
	{ approve, decline }: Approval,
	{ chosen = true, problems }: Shown,
): Content {
	const button = (label: string, approved: boolean) => {
		const main = approved === chosen ? 'main' : undefined;
		return element('button', { name: 'approved', value: String(approved), class: main }, label);
	};
	const buttons = [button(approve, true)];
	if (decline !== undefined) buttons.push(button(decline, false));
	return [chosen ? buttons : buttons.reverse(), wrong(problems?.get('approved'))];
}

/** The page on which a question is answered. It posts to its own address, which is the signed one. */
export function questionPage(question: Question, shown: Shown = {}): string {
	const { title, text, approval, fields, submitLabel } = question;
	const content = approval
		? approvalButtons(approval, shown)
		: [
				fields.map((field, index) => fieldMarkup(field, index, shown)),
				element('button', { class: 'main' }, submitLabel),
			];
	const form = element('form', { method: 'post', enctype: 'multipart/form-data' }, content);
	return pageOf(title, element('p', { class: 'text' }, text), form);
}

/** A page that says something and asks nothing. */
export const messagePage = (title: string, text: string): string =>
	pageOf(title, element('p', {}, text));

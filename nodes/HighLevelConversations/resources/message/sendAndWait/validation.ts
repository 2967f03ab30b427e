import { isAccepted } from './acceptedFiles';
import type { FieldType, FormField } from './formFields';
import type { Question } from './question';
import { inputName } from './submission';
import type { Submission } from './submission';

/** Why a value is invalid. */
export type Problem =
	| 'required'
	| 'text'
	| 'option'
	| 'number'
	| 'email'
	| 'date'
	| 'file'
	| 'oneFile'
	| 'fileType'
	| 'answer';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Whether a text is an existing date in the format YYYY-MM-DD. */
function isDate(text: string): boolean {
	if (!DATE.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const isNumber = (text: string) => NUMBER.test(text.trim()) && Number.isFinite(Number(text));

/** The problem to report for an invalid value, by the type of the field. */
const PROBLEM_BY_TYPE: Record<FieldType, Problem> = {
	...{ checkbox: 'option', dropdown: 'option', radio: 'option' },
	...{ date: 'date', email: 'email', file: 'file', number: 'number' },
	...{ password: 'text', text: 'text', textarea: 'text' },
};

const isEmptyInput = (texts: string[]) =>
	texts.every((text) => text.trim() === '') && texts.length < 2;

function isValidText({ type, choices }: FormField, texts: string[]): boolean {
	if (type === 'checkbox') return texts.every((text) => choices.includes(text));
	if (texts.length !== 1) return false;
	const [text] = texts;
	if (type === 'dropdown' || type === 'radio') return choices.includes(text);
	if (type === 'number') return isNumber(text);
	if (type === 'email') return EMAIL.test(text.trim());
	return type !== 'date' || isDate(text);
}

function fileProblem(field: FormField, name: string, submission: Submission): Problem | undefined {
	if (submission.texts(name).some((text) => text !== '')) return 'file';
	const files = submission.files(name);
	if (files.length === 0) return field.required ? 'required' : undefined;
	if (files.length > 1 && !field.multipleFiles) return 'oneFile';
	return files.every((file) => isAccepted(field.accepted, file)) ? undefined : 'fileType';
}

/** Why the value of a field is invalid; undefined if it is valid. Text fields do not accept files, and file fields no texts. */
function problemWith(field: FormField, name: string, submission: Submission): Problem | undefined {
	if (submission.isMalformed(name)) return PROBLEM_BY_TYPE[field.type];
	if (field.type === 'file') return fileProblem(field, name, submission);
	if (submission.files(name).length > 0) return PROBLEM_BY_TYPE[field.type];
	const texts = submission.texts(name);
	if (isEmptyInput(texts)) return field.required ? 'required' : undefined;
	return isValidText(field, texts) ? undefined : PROBLEM_BY_TYPE[field.type];
}

function isApprovalAnswer(canDecline: boolean, submission: Submission): boolean {
	if (submission.isMalformed('approved') || submission.files('approved').length > 0) return false;
	const [approved, ...others] = submission.texts('approved');
	return others.length === 0 && (approved === 'true' || (approved === 'false' && canDecline));
}

/** The problems of a submission, by the name of the input; empty if it is valid. */
export function problemsIn(
	{ approval, fields }: Question,
	submission: Submission,
): Map<string, Problem> {
	const problems = new Map<string, Problem>();
	if (approval && !isApprovalAnswer(approval.decline !== undefined, submission)) {
		problems.set('approved', 'answer');
	}
	for (const [index, field] of fields.entries()) {
		const name = inputName(index);
		const problem = problemWith(field, name, submission);
		if (problem !== undefined) problems.set(name, problem);
	}
	return problems;
}

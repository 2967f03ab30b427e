import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ParameterError, trimmedString } from '../../../../shared/request';

/** The texts of the pages that no other parameter sets: display name in the editor, and default. */
const TEXTS = {
	closedText: [
		'Closed: Text',
		'It has already been answered or withdrawn. There is nothing more to do here.',
	],
	closedTitle: ['Closed: Title', 'This question is no longer open'],
	expiredText: [
		'Expired: Text',
		'Nothing was changed. Please contact the person who sent you the link.',
	],
	expiredTitle: ['Expired: Title', 'The time to answer has ended'],
	failedText: ['Failed: Text', 'Your answer was not received. Please try again in a moment.'],
	failedTitle: ['Failed: Title', 'Something went wrong'],
	freeTextLabel: ['Free Text: Label', 'Response'],
	pageTitle: ['Page Title', 'Please answer'],
	problemAnswer: ['Problem: Answer', 'Please choose an answer'],
	problemDate: ['Problem: Date', 'Please enter a date'],
	problemEmail: ['Problem: Email', 'Please enter an email address'],
	problemFile: ['Problem: File', 'Please choose a file'],
	problemFileType: ['Problem: File Type', 'Please choose files of these types'],
	problemNumber: ['Problem: Number', 'Please enter a number'],
	problemOneFile: ['Problem: Number of Files', 'Please choose one file'],
	problemOption: ['Problem: Option', 'Please choose one of the options'],
	problemRequired: ['Problem: Required', 'Please fill in this field'],
	problemText: ['Problem: Text', 'Please enter a text'],
	problemSummary: ['Problem: Summary', 'Please check'],
	thankYouTitle: ['Thank You: Title', 'Thank you'],
} as const;

const THANK_YOU_TEXT = 'Your answer has been received. You can close this page now.';

export type PageTexts = Record<keyof typeof TEXTS | 'thankYouText', string>;

const DEFAULT_PAGE_LANGUAGE = 'en';
/** A language tag by BCP 47, e.g. `de`, `pt-BR`. */
const LANGUAGE = /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,5}$/i;

/** The trimmed text, or the fallback if the value is empty or not a text. */
export const textOr = (value: unknown, fallback: string): string =>
	trimmedString(value) || fallback;

/** The texts of the pages from 'Page Texts' and 'Thank You Text'. Empty ones are replaced by their defaults. */
export function pageTextsFrom(values: unknown, thankYou?: unknown): PageTexts {
	const given = (values ?? {}) as IDataObject;
	const texts = Object.entries(TEXTS).map(([name, [, text]]) => [name, textOr(given[name], text)]);
	return {
		...(Object.fromEntries(texts) as PageTexts),
		thankYouText: textOr(thankYou, THANK_YOU_TEXT),
	};
}

/** The value of 'Page Language', English if it is empty. Throws a `ParameterError` unless it is a language tag. */
export function languageFrom(value: unknown): string {
	const language = textOr(value, DEFAULT_PAGE_LANGUAGE);
	if (LANGUAGE.test(language)) return language;
	throw new ParameterError(
		`'Page Language' is '${language.slice(0, 50)}', which is not a language tag`,
		'Enter a tag such as de or pt-BR.',
	);
}

const textField = ([name, [displayName, text]]: [
	string,
	readonly [string, string],
]): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: text,
	description: `Text to show instead of: ${text}`,
});

/** The option for the language of the pages. */
export const pageLanguage: INodeProperties = {
	displayName: 'Page Language',
	name: 'pageLanguage',
	type: 'string',
	default: DEFAULT_PAGE_LANGUAGE,
	placeholder: 'e.g. pt-BR',
	description:
		'Language of the page texts as a tag such as de or pt-BR. Used by screen readers and by the translation of the browser.',
};

/** The option for the texts of the pages, to translate them. */
export const pageTexts: INodeProperties = {
	displayName: 'Page Texts',
	name: 'pageTexts',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add Texts',
	description: 'Other texts on the pages that contacts see. Change them to translate the pages.',
	options: [
		{ displayName: 'Values', name: 'values', values: Object.entries(TEXTS).map(textField) },
	],
};

/** The option for the text of the page after the answer. */
export const thankYouText: INodeProperties = {
	displayName: 'Thank You Text',
	name: 'thankYouText',
	type: 'string',
	default: THANK_YOU_TEXT,
	description: 'Text to show after the contact has answered',
};

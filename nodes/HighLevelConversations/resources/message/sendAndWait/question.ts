import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { ItemContext } from '../../../../shared/request';
import { ANY_FILE } from './acceptedFiles';
import { choiceFrom } from './choice';
import { formFieldsFrom } from './formFields';
import type { FormField } from './formFields';
import { deadlineFrom } from './limitWaitTime';
import { languageFrom, pageTextsFrom } from './pageTexts';
import type { PageTexts } from './pageTexts';

const RESPONSE_TYPES = ['approval', 'freeText', 'customForm'] as const;

/** The only field of a free text. */
const freeTextField = (label: string): FormField => ({
	label,
	name: 'text',
	type: 'textarea',
	required: true,
	choices: [],
	multipleFiles: false,
	accepted: ANY_FILE,
});

/** The labels of the buttons. Without the second, the question can only be approved. */
export interface Approval {
	approve: string;
	decline?: string;
}

/**
 * What a contact is asked, fixed when the message is sent. The page behind the link shows only this, so no expression can
 * fail there, and nothing else of the workflow is revealed.
 */
export interface Question {
	/** Part of the link, so that the link of an earlier question of the same node does not answer this one. */
	id: string;
	/** When the wait ends, ms since 1970; undefined without a limit. */
	deadline?: number;
	title: string;
	text: string;
	/** Undefined for a form, which has fields instead. */
	approval?: Approval;
	fields: FormField[];
	submitLabel: string;
	/** The language of the page, as a BCP 47 tag. */
	language: string;
	/** The words of the pages. */
	texts: PageTexts;
	/** The message in HighLevel: its IDs, and to whom it went. */
	sent: IDataObject;
}

/** The text, or the fallback if it is empty or not a text. */
export const textOr = (value: unknown, fallback: string): string =>
	(typeof value === 'string' && value.trim()) || fallback;

/** Line breaks may be written as `\\n` or `<br>`, as in n8n's other nodes. */
const withLineBreaks = (text: string) => text.replace(/\\n|<br\s*\/?>/g, '\n');

function fieldsOf(item: ItemContext, { freeTextLabel }: PageTexts): FormField[] {
	const type = choiceFrom(item.parameter('responseType'), "'Response Type'", RESPONSE_TYPES);
	if (type === 'freeText') return [freeTextField(freeTextLabel)];
	if (type === 'approval') return [];
	return choiceFrom(item.parameter('defineForm'), "'Define Form'", ['fields', 'json']) === 'json'
		? formFieldsFrom(item.parameter('jsonOutput'), "'Form Fields'")
		: formFieldsFrom(item.parameter('formFields.values'), "'Form Elements'");
}

function approvalOf(item: ItemContext): Approval {
	const { approvalType, approveLabel, disapproveLabel } = (item.parameter(
		'approvalOptions.values',
	) ?? {}) as IDataObject;
	const type = choiceFrom(approvalType, "'Type of Approval'", ['single', 'double']);
	const decline = type === 'double' ? textOr(disapproveLabel, 'Decline') : undefined;
	return { approve: textOr(approveLabel, 'Approve'), decline };
}

/** The question that the node's parameters define. Throws a `ParameterError` for one that could not be answered. */
export function questionFrom(item: ItemContext): Question {
	const option = (name: string) => item.parameter(`options.${name}`);
	const texts = pageTextsFrom(option('pageTexts.values'), option('thankYouText'));
	const fields = fieldsOf(item, texts);
	const isForm = fields.length > 0;
	const limit = option('limitWaitTime.values') as IDataObject | undefined;
	return {
		id: randomBytes(9).toString('base64url'),
		deadline: deadlineFrom(limit, item.context.getTimezone()),
		title: textOr(isForm && option('responseFormTitle'), texts.pageTitle),
		text: withLineBreaks(
			textOr(isForm && option('responseFormDescription'), String(item.body.message)),
		),
		approval: isForm ? undefined : approvalOf(item),
		fields,
		submitLabel: textOr(isForm && option('responseFormButtonLabel'), 'Submit'),
		language: languageFrom(option('pageLanguage')),
		texts,
		sent: {},
	};
}

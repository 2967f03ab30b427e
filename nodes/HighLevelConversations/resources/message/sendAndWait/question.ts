import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { ItemContext } from '../../../../shared/request';
import { ANY_FILE } from './acceptedFiles';
import { choiceFrom } from './choice';
import { formFieldsFrom } from './formFields';
import type { FormField } from './formFields';
import { deadlineFrom } from './limitWaitTime';
import { languageFrom, pageTextsFrom, textOr } from './pageTexts';
import type { PageTexts } from './pageTexts';

const RESPONSE_TYPES = ['approval', 'freeText', 'customForm'] as const;

/** The field of the response type 'Free Text'. */
const freeTextField = (label: string): FormField => ({
	label,
	name: 'text',
	type: 'textarea',
	required: true,
	choices: [],
	multipleFiles: false,
	accepted: ANY_FILE,
});

/** The labels of the approval buttons. Without `decline`, the question can only be approved. */
export interface Approval {
	approve: string;
	decline?: string;
}

/**
 * A question to a contact, saved when the message is sent. The page shows only this, so that it evaluates no expressions and reveals
 * nothing else of the workflow.
 */
export interface Question {
	/** Random ID, part of the link. The link of an earlier question of the same node does not open this one. */
	id: string;
	/** In ms since 1970; undefined without a limit. */
	deadline?: number;
	title: string;
	text: string;
	/** Undefined for a form. */
	approval?: Approval;
	fields: FormField[];
	submitLabel: string;
	/** Language of the page, as a BCP 47 tag. */
	language: string;
	/** Texts of the pages. */
	texts: PageTexts;
	/** IDs and recipient of the message in HighLevel, for the output. */
	sent: IDataObject;
}

/** Replaces `\n` and `<br>` with line breaks, as n8n's other nodes do. */
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

/** Creates the question from the node's parameters. Throws a `ParameterError` if it could not be answered. */
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

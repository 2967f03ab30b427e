import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { ItemContext } from '../../../../shared/request';
import { ANY_FILE } from './acceptedFiles';
import { formFieldsFrom } from './formFields';
import type { FormField } from './formFields';
import { limitFrom } from './limitWaitTime';
import { languageFrom, pageTextsFrom } from './pageTexts';
import type { PageTexts } from './pageTexts';

/** The one field of a free text. */
const FREE_TEXT: FormField = {
	label: 'Response',
	name: 'text',
	type: 'textarea',
	required: true,
	choices: [],
	multipleFiles: false,
	accepted: ANY_FILE,
};

/** The labels of the buttons; one alone can only be approved. */
export interface Approval {
	approve: string;
	decline?: string;
}

/**
 * What a contact is asked, fixed when the message goes out: the page behind the link shows this and nothing else, so it
 * cannot fail over an expression, and tells nothing more of the workflow.
 */
export interface Question {
	/** In the link: an answer to an earlier question of the same node does not answer this one. */
	id: string;
	/** ms since 1970, undefined without a limit. */
	until?: number;
	title: string;
	text: string;
	/** A form has fields instead. */
	approval?: Approval;
	fields: FormField[];
	submitLabel: string;
	/** The language of the page, as a BCP 47 tag. */
	language: string;
	/** The words of the pages. */
	texts: PageTexts;
	/** What the message became in HighLevel. */
	sent: IDataObject;
}

/** A text that was entered, else another. */
export const textOr = (value: unknown, otherwise: string): string =>
	(typeof value === 'string' && value.trim()) || otherwise;

/** In texts from the outside, line breaks may come as n8n's other nodes take them. */
const lines = (text: string) => text.replace(/\\n|<br\s*\/?>/g, '\n');

function fieldsOf(job: ItemContext): FormField[] {
	const type = job.parameter('responseType');
	if (type === 'freeText') return [FREE_TEXT];
	if (type !== 'customForm') return [];
	return job.parameter('defineForm') === 'json'
		? formFieldsFrom(job.parameter('jsonOutput'), "'Form Fields'")
		: formFieldsFrom(job.parameter('formFields.values'), "'Form Elements'");
}

function approvalOf(job: ItemContext): Approval {
	const { approvalType, approveLabel, disapproveLabel } = (job.parameter(
		'approvalOptions.values',
	) ?? {}) as IDataObject;
	const decline = approvalType === 'double' ? textOr(disapproveLabel, 'Decline') : undefined;
	return { approve: textOr(approveLabel, 'Approve'), decline };
}

/** What the node's parameters ask. Throws a `FieldIssue` for what could not be answered. */
export function questionFrom(job: ItemContext): Question {
	const option = (name: string) => job.parameter(`options.${name}`);
	const fields = fieldsOf(job);
	const isForm = fields.length > 0;
	const texts = pageTextsFrom(option('pageTexts.values'), option('thankYouText'));
	const limit = option('limitWaitTime.values') as IDataObject | undefined;
	return {
		id: randomBytes(9).toString('base64url'),
		until: limitFrom(limit, job.context.getTimezone()),
		title: textOr(isForm && option('responseFormTitle'), texts.pageTitle),
		text: lines(textOr(isForm && option('responseFormDescription'), String(job.body.message))),
		approval: isForm ? undefined : approvalOf(job),
		fields,
		submitLabel: textOr(isForm && option('responseFormButtonLabel'), 'Submit'),
		language: languageFrom(option('pageLanguage')),
		texts,
		sent: {},
	};
}

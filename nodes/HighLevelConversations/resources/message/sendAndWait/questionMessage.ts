import type { IDataObject } from 'n8n-workflow';
import { element, htmlOf } from './html';
import type { Question } from './question';

/** A button in an email. */
interface Link {
	label: string;
	url: string;
	/** Whether the button is highlighted. */
	isPrimary: boolean;
}

const TEXT_STYLE = 'font-family:Arial,sans-serif;font-size:15px;line-height:1.5';
const BUTTON_STYLE =
	'display:inline-block;margin:0 8px 8px 0;padding:12px 20px;border-radius:6px;font-weight:bold;text-decoration:none;';
const PRIMARY_STYLE = 'background:#1d4ed8;color:#ffffff;border:1px solid #1d4ed8;';
const SECONDARY_STYLE = 'background:#ffffff;color:#333333;border:1px solid #bbbbbb;';

/** The HTML body of an email with a question. */
function emailHtml(text: string, links: Link[], language: string): string {
	const buttons = links.map(({ label, url, isPrimary }) =>
		element(
			'a',
			{
				href: url,
				target: '_blank',
				style: BUTTON_STYLE + (isPrimary ? PRIMARY_STYLE : SECONDARY_STYLE),
			},
			label,
		),
	);
	const paragraph = element('p', { style: 'white-space:pre-line', dir: 'auto' }, text);
	return htmlOf(
		element(
			'div',
			{ style: TEXT_STYLE, lang: language, dir: 'auto' },
			paragraph,
			element('p', {}, buttons),
		),
	);
}

/** The buttons of an email: one for each answer of an approval, otherwise one that opens the page. */
function linksOf(
	{ id, approval }: Question,
	label: string,
	sign: (parameters: Record<string, string>) => string,
): Link[] {
	if (!approval) return [{ label, url: sign({ question: id }), isPrimary: true }];
	const answer = (text: string, approved: boolean): Link => ({
		label: text,
		url: sign({ question: id, approved: String(approved) }),
		isPrimary: approved,
	});
	const { approve, decline } = approval;
	return [answer(approve, true), ...(decline === undefined ? [] : [answer(decline, false)])];
}

/**
 * The body fields of the message with a question: the text and a link below it, for emails also HTML with buttons.
 *
 * @param sign creates the signed URL of the page, with the given query parameters
 */
export function messageFor(
	question: Question,
	{ type, message }: IDataObject,
	label: string,
	sign: (parameters: Record<string, string>) => string,
): IDataObject {
	const text = `${String(message)}\n\n${label}: ${sign({ question: question.id })}`;
	if (type !== 'Email') return { message: text };
	// The text is for email clients that do not display HTML.
	return {
		message: text,
		html: emailHtml(String(message), linksOf(question, label, sign), question.language),
	};
}

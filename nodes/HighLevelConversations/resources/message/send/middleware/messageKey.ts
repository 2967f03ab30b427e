import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { sendTypeFor } from '../../../../../shared/channels';
import { ParameterError } from '../../../../../shared/request';
import type { ItemContext } from '../../../../../shared/request';

/** What makes two messages to one contact the same. */
export interface MessageKey {
	contactId: string;
	/** The values of 'Type' under which HighLevel may have recorded it. */
	types: readonly string[];
	/** Its text, or an email's subject, in the form in which texts are compared. */
	wording: string;
}

/** HighLevel's name for what an app's own conversation provider carries. */
const OWN_PROVIDER = 'Custom';

/** The export's channels. It knows none for the other types, and leaves out of them what an own provider carried. */
const CHANNELS: Record<string, string> = {
	Email: 'Email',
	FB: 'Facebook',
	IG: 'Instagram',
	SMS: 'SMS',
	WhatsApp: 'WhatsApp',
};

/** HighLevel lists email as email, whoever carries it. */
const hasOwnProvider = ({ type, conversationProviderId }: IDataObject): boolean =>
	type !== 'Email' && conversationProviderId !== undefined;

/** A text in the form in which texts are compared: line breaks of every system are one, spaces at the ends of lines none. */
export const normalizedText = (text: unknown): string =>
	String(text ?? '')
		.split(/\r\n|\r|\n/)
		.map((line) => line.trim())
		.join('\n')
		.trim();

/** What would make another message the same as the one to be sent. Throws a `FieldIssue` where nothing tells it from others. */
export function messageKeyOf({ body }: ItemContext): MessageKey {
	const type = String(body.type);
	const isEmail = type === 'Email';
	const wording = normalizedText(isEmail ? body.subject : body.message);
	if (wording === '') {
		throw new ParameterError(
			`'Skip If Sent Within' knows ${isEmail ? "an email by its 'Subject'" : "a message by its 'Message'"}, and that is empty`,
			'Fill it in, or leave the option out for what has none.',
		);
	}
	const types = hasOwnProvider(body) ? [type, OWN_PROVIDER] : [type];
	return { contactId: String(body.contactId), types, wording };
}

/** The value of 'Type' that sends a message as it was recorded. */
export const typeOf = ({ messageType }: IDataObject): string | undefined =>
	/INTERNAL_COMMENT/.test(String(messageType)) ? 'InternalComment' : sendTypeFor(messageType);

/** The export's channel that holds every message of this kind; undefined where only the whole export does. */
export const channelOf = ({ body }: ItemContext): string | undefined =>
	hasOwnProvider(body) ? undefined : CHANNELS[String(body.type)];

/** A short name of a message's contact, type and text. */
export const nameOf = (contactId: unknown, type: unknown, wording: string): string =>
	createHash('sha256')
		.update(JSON.stringify([contactId, type, wording]))
		.digest('base64')
		.slice(0, 24);

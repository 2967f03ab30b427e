import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { sendTypeFor } from '../../../../../shared/channels';
import { ParameterError } from '../../../../../shared/request';
import type { ItemContext } from '../../../../../shared/request';
import { messageTextsOf } from '../parts';

/** What makes two messages to one contact the same. */
export interface MessageKey {
	contactId: string;
	/** The values of 'Type' under which HighLevel may have recorded it. */
	types: readonly string[];
	/** Its text, or an email's subject, normalized. */
	text: string;
	/** The number or address that it goes to, if not the contact's first. */
	to?: string;
}

/** HighLevel's name for what an app's own conversation provider carries. */
const CUSTOM_TYPE = 'Custom';

/** The export's channels. It has none for the other types, and leaves out of these what an own provider carried. */
const EXPORT_CHANNELS: Record<string, string> = {
	Email: 'Email',
	FB: 'Facebook',
	IG: 'Instagram',
	SMS: 'SMS',
	WhatsApp: 'WhatsApp',
};

/** HighLevel lists email as email, whoever carries it. */
const usesCustomProvider = ({ type, conversationProviderId }: IDataObject): boolean =>
	type !== 'Email' && conversationProviderId !== undefined;

/** A text for comparison: line breaks of every system are one, spaces at the ends of lines none. */
export const normalizeText = (text: unknown): string =>
	String(text ?? '')
		.split(/\r\n|\r|\n/)
		.map((line) => line.trim())
		.join('\n')
		.trim();

/** A phone number or an email address for comparison. */
export const normalizeRecipient = (to: unknown): string => {
	const text = String(to).trim().toLowerCase();
	if (!text.includes('@')) return text.replace(/\D/g, '');
	return text
		.slice(text.lastIndexOf('<') + 1)
		.replace('>', '')
		.trim();
};

/**
 * The keys of the messages that an item is sent as: one, or one for each part of a text that is split. Throws a
 * `ParameterError` if a message has neither text nor subject to be known by.
 */
export function messageKeysOf(item: ItemContext): MessageKey[] {
	const { body } = item;
	const type = String(body.type);
	const isEmail = type === 'Email';
	const texts = (isEmail ? [body.subject] : messageTextsOf(item)).map(normalizeText);
	if (texts.includes('')) {
		throw new ParameterError(
			`'Skip If Sent Within' compares the '${isEmail ? 'Subject' : 'Message'}', which is empty`,
			'Enter a value, or remove the option.',
		);
	}
	const types = usesCustomProvider(body) ? [type, CUSTOM_TYPE] : [type];
	const to = isEmail ? body.emailTo : body.toNumber;
	return texts.map((text) => ({
		contactId: String(body.contactId),
		types,
		text,
		...(to === undefined ? {} : { to: normalizeRecipient(to) }),
	}));
}

/** The value of 'Type' that sends a message as it was recorded. */
export const recordedSendType = ({ messageType }: IDataObject): string | undefined =>
	/INTERNAL_COMMENT/.test(String(messageType)) ? 'InternalComment' : sendTypeFor(messageType);

/** The export's channel that holds every message of this kind; undefined if only the whole export does. */
export const exportChannelFor = ({ body }: ItemContext): string | undefined =>
	usesCustomProvider(body) ? undefined : EXPORT_CHANNELS[String(body.type)];

/** A short hash of what makes messages the same. */
export const hashOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 24);

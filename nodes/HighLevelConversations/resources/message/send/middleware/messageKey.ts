import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { sendTypeFor } from '../../../../../shared/channels';
import { ParameterError } from '../../../../../shared/request';
import type { ItemContext } from '../../../../../shared/request';
import { messageTextsOf } from '../parts';

/** Identifies equal messages: two messages with the same key are duplicates. */
export interface MessageKey {
	contactId: string;
	/** The values of 'Type' under which HighLevel may have recorded the message. */
	types: readonly string[];
	/** The text of the message or the subject of the email, normalized. */
	text: string;
	/** The phone number or email address, normalized; undefined if HighLevel chooses it. */
	to?: string;
}

/** The type under which HighLevel records messages of an app's conversation provider. */
const CUSTOM_TYPE = 'Custom';

/** The channels of HighLevel's export by 'Type'. The export cannot filter by other types. */
const EXPORT_CHANNELS: Record<string, string> = {
	Email: 'Email',
	FB: 'Facebook',
	IG: 'Instagram',
	SMS: 'SMS',
	WhatsApp: 'WhatsApp',
};

/** Whether HighLevel records the message under the type of a conversation provider. It records all emails as emails. */
const usesCustomProvider = ({ type, conversationProviderId }: IDataObject): boolean =>
	type !== 'Email' && conversationProviderId !== undefined;

/** A text for comparison: with line feeds only, and without spaces at the start and end of lines. */
export const normalizeText = (text: unknown): string =>
	String(text ?? '')
		.split(/\r\n|\r|\n/)
		.map((line) => line.trim())
		.join('\n')
		.trim();

/** A phone number (digits only) or an email address (lower case, without the name) for comparison. */
export const normalizeRecipient = (to: unknown): string => {
	const text = String(to).trim().toLowerCase();
	if (!text.includes('@')) return text.replace(/\D/g, '');
	return text
		.slice(text.lastIndexOf('<') + 1)
		.replace('>', '')
		.trim();
};

/**
 * The keys of the item's messages: one for each part of a split text, otherwise a single one. Throws a `ParameterError` for a
 * message without text or an email without subject, because there is nothing to compare.
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

/** The value of 'Type' with which Send would send a recorded message; undefined if it cannot. */
export const recordedSendType = ({ messageType }: IDataObject): string | undefined =>
	/INTERNAL_COMMENT/.test(String(messageType)) ? 'InternalComment' : sendTypeFor(messageType);

/**
 * The export channel that contains the item's messages; undefined to read all channels. A channel does not contain messages of
 * conversation providers.
 */
export const exportChannelFor = ({ body }: ItemContext): string | undefined =>
	usesCustomProvider(body) ? undefined : EXPORT_CHANNELS[String(body.type)];

/** A short hash of values that JSON can represent. */
export const hashOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 24);

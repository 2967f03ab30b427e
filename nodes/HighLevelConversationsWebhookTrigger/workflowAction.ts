import type { IDataObject } from 'n8n-workflow';
import { sendTypeFor } from '../shared/channels';
import { attachmentUrlsIn, messageText } from '../shared/thread';

/** HighLevel's numbers for the types of messages. */
const TYPES_BY_NUMBER: Record<number, string> = {
	1: 'TYPE_CALL',
	2: 'TYPE_SMS',
	3: 'TYPE_EMAIL',
	4: 'TYPE_SMS_REVIEW_REQUEST',
	5: 'TYPE_WEBCHAT',
	6: 'TYPE_SMS_NO_SHOW_REQUEST',
	7: 'TYPE_CAMPAIGN_SMS',
	8: 'TYPE_CAMPAIGN_CALL',
	9: 'TYPE_CAMPAIGN_EMAIL',
	10: 'TYPE_CAMPAIGN_VOICEMAIL',
	11: 'TYPE_FACEBOOK',
	12: 'TYPE_CAMPAIGN_FACEBOOK',
	13: 'TYPE_CAMPAIGN_MANUAL_CALL',
	14: 'TYPE_CAMPAIGN_MANUAL_SMS',
	15: 'TYPE_GMB',
	16: 'TYPE_CAMPAIGN_GMB',
	17: 'TYPE_REVIEW',
	18: 'TYPE_INSTAGRAM',
	19: 'TYPE_WHATSAPP',
	20: 'TYPE_CUSTOM_SMS',
	21: 'TYPE_CUSTOM_EMAIL',
	22: 'TYPE_CUSTOM_PROVIDER_SMS',
	23: 'TYPE_CUSTOM_PROVIDER_EMAIL',
	29: 'TYPE_LIVE_CHAT',
};

/** Short names, as Send and the events of apps write them. */
const TYPES_BY_NAME: Record<string, string> = {
	FB: 'TYPE_FACEBOOK',
	IG: 'TYPE_INSTAGRAM',
	TIKTOK: 'TYPE_TIKTOK',
};

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const objectIn = (value: unknown): IDataObject => (isObject(value) ? value : {});

/** A text or a number as text, without spaces around it; null for anything else and for an empty text. */
function textOrNull(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' ? null : text;
}

/** The first of several values that holds a text. */
const firstNonEmpty = (...values: unknown[]): string | null =>
	values.map(textOrNull).find((text) => text !== null) ?? null;

/** A message's type as HighLevel's records have it, e.g. TYPE_SMS; null without a message. */
function recordTypeOf({ type }: IDataObject): string | null {
	const text = textOrNull(type);
	if (text === null) return null;
	if (/^\d{1,3}$/.test(text)) return TYPES_BY_NUMBER[Number(text)] ?? null;
	const name = text.toUpperCase().replace(/[\s-]+/g, '_');
	if (name.startsWith('TYPE_')) return name;
	return Object.hasOwn(TYPES_BY_NAME, name) ? TYPES_BY_NAME[name] : `TYPE_${name}`;
}

/** The tags, which come as a text with commas or as a list. */
function tagsOf(tags: unknown): string[] {
	const list: unknown[] = Array.isArray(tags) ? tags : String(textOrNull(tags) ?? '').split(',');
	return list.map(textOrNull).filter((tag) => tag !== null);
}

/** The message of a delivery; empty for a workflow that no message has started. */
const messageOf = ({ message }: IDataObject): IDataObject =>
	typeof message === 'string' ? { body: message } : objectIn(message);

/** The direction of a delivery's message: inbound or outbound; undefined if it says none. */
export function actionDirection(body: IDataObject): string | undefined {
	const direction = textOrNull(messageOf(body).direction)?.toLowerCase();
	return direction === 'inbound' || direction === 'outbound' ? direction : undefined;
}

/** The location of a delivery. */
export const actionLocation = (body: IDataObject): string | null =>
	firstNonEmpty(objectIn(body.location).id, body.location_id, body.locationId);

function actionContact(body: IDataObject): IDataObject {
	const parts = [body.first_name, body.last_name].map(textOrNull).filter((part) => part !== null);
	return {
		id: firstNonEmpty(body.contact_id, body.contactId, objectIn(body.contact).id),
		name: firstNonEmpty(body.full_name, body.name, parts.join(' ')),
		email: firstNonEmpty(body.email),
		phone: firstNonEmpty(body.phone),
		tags: tagsOf(body.tags),
		assignedTo: firstNonEmpty(objectIn(body.user).id, body.assigned_to, body.assignedTo),
	};
}

/** What a message says, with the addresses of its files; empty without a message. */
function actionText(message: IDataObject, messageType: string | null): string {
	const isEmpty = messageType === null && attachmentUrlsIn(message).length === 0;
	if (isEmpty) return textOrNull(message.body) ?? '';
	return messageText({ ...message, messageType });
}

/**
 * The item for a delivery of HighLevel's workflow action "Webhook", in the fields that the other triggers have. `type` is
 * Send's for an answer, null if there is none. This action does not know the conversation. `raw` is the body as it came.
 */
export function actionItem(body: IDataObject): IDataObject {
	const message = messageOf(body);
	const messageType = recordTypeOf(message);
	const location = objectIn(body.location);
	const workflow = objectIn(body.workflow);
	const contact = actionContact(body);
	const locationId = actionLocation(body);
	return {
		contactId: contact.id,
		conversationId: null,
		locationId,
		type: (messageType && sendTypeFor(messageType)) ?? null,
		messageType,
		direction: actionDirection(body) ?? null,
		text: actionText(message, messageType),
		attachments: attachmentUrlsIn(message),
		contact,
		location: { id: locationId, name: firstNonEmpty(location.name) },
		workflow: { id: firstNonEmpty(workflow.id), name: firstNonEmpty(workflow.name) },
		customData: objectIn(body.customData),
		raw: body,
	};
}

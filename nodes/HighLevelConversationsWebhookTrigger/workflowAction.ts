import type { IDataObject } from 'n8n-workflow';
import { sendTypeFor } from '../shared/channels';
import { isObject } from '../shared/request';
import { attachmentUrlsIn, messageText } from '../shared/thread';

/** Message types by HighLevel's numbers. */
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

/** Message types by their short names, which Send and the events of apps use. */
const TYPES_BY_NAME: Record<string, string> = {
	FB: 'TYPE_FACEBOOK',
	IG: 'TYPE_INSTAGRAM',
	TIKTOK: 'TYPE_TIKTOK',
};

const objectIn = (value: unknown): IDataObject => (isObject(value) ? value : {});

/** A text or number as a trimmed text; null for an empty text and other values. */
function textOrNull(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' ? null : text;
}

/** The first of several values that is a text or number, as a trimmed text; null if there is none. */
const firstNonEmpty = (...values: unknown[]): string | null =>
	values.map(textOrNull).find((text) => text !== null) ?? null;

/** The type of a message as in HighLevel's API, e.g. TYPE_SMS; null if it has none. */
function recordTypeOf({ type }: IDataObject): string | null {
	const text = textOrNull(type);
	if (text === null) return null;
	if (/^\d{1,3}$/.test(text)) return TYPES_BY_NUMBER[Number(text)] ?? null;
	const name = text.toUpperCase().replace(/[\s-]+/g, '_');
	if (name.startsWith('TYPE_')) return name;
	return Object.hasOwn(TYPES_BY_NAME, name) ? TYPES_BY_NAME[name] : `TYPE_${name}`;
}

/** The contact's tags, which are a list or a text with commas. */
function tagsOf(tags: unknown): string[] {
	const list: unknown[] = Array.isArray(tags) ? tags : String(textOrNull(tags) ?? '').split(',');
	return list.map(textOrNull).filter((tag) => tag !== null);
}

/** The message of a delivery; empty if the workflow was not started by a message. */
const messageOf = ({ message }: IDataObject): IDataObject =>
	typeof message === 'string' ? { body: message } : objectIn(message);

/** The direction of a delivery's message, 'inbound' or 'outbound'; undefined if it has none. */
export function actionDirection(body: IDataObject): string | undefined {
	const direction = textOrNull(messageOf(body).direction)?.toLowerCase();
	return direction === 'inbound' || direction === 'outbound' ? direction : undefined;
}

/** The location ID of a delivery; null if it has none. */
export const actionLocation = (body: IDataObject): string | null =>
	firstNonEmpty(objectIn(body.location).id, body.location_id, body.locationId);

/** The contact of a delivery, with the same fields as in the items of the other triggers. */
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

/** The text of a message, with the URLs of its attachments; empty if there is no message. */
function actionText(message: IDataObject, messageType: string | null): string {
	const hasOnlyBody = messageType === null && attachmentUrlsIn(message).length === 0;
	if (hasOnlyBody) return textOrNull(message.body) ?? '';
	return messageText({ ...message, messageType });
}

/**
 * The item for a delivery of HighLevel's workflow action "Webhook", with the same fields as the items of the other triggers.
 * `conversationId` is always null, because the action does not send it. `type` is the value of Send's 'Type' for an answer; null if
 * Send cannot answer. `raw` is the unchanged body.
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

/**
 * HighLevel's message types and their numbers in `type`. The order up to
 * TYPE_INTERNAL_COMMENT is the official one (a call is 1, a custom call 34); the rest is unknown.
 */
const NUMBERED_TYPES = [
	'TYPE_CALL',
	'TYPE_SMS',
	'TYPE_EMAIL',
	'TYPE_SMS_REVIEW_REQUEST',
	'TYPE_WEBCHAT',
	'TYPE_SMS_NO_SHOW_REQUEST',
	'TYPE_CAMPAIGN_SMS',
	'TYPE_CAMPAIGN_CALL',
	'TYPE_CAMPAIGN_EMAIL',
	'TYPE_CAMPAIGN_VOICEMAIL',
	'TYPE_FACEBOOK',
	'TYPE_CAMPAIGN_FACEBOOK',
	'TYPE_CAMPAIGN_MANUAL_CALL',
	'TYPE_CAMPAIGN_MANUAL_SMS',
	'TYPE_GMB',
	'TYPE_CAMPAIGN_GMB',
	'TYPE_REVIEW',
	'TYPE_INSTAGRAM',
	'TYPE_WHATSAPP',
	'TYPE_CUSTOM_SMS',
	'TYPE_CUSTOM_EMAIL',
	'TYPE_CUSTOM_PROVIDER_SMS',
	'TYPE_CUSTOM_PROVIDER_EMAIL',
	'TYPE_IVR_CALL',
	'TYPE_ACTIVITY_CONTACT',
	'TYPE_ACTIVITY_INVOICE',
	'TYPE_ACTIVITY_PAYMENT',
	'TYPE_ACTIVITY_OPPORTUNITY',
	'TYPE_LIVE_CHAT',
	'TYPE_LIVE_CHAT_INFO_MESSAGE',
	'TYPE_ACTIVITY_APPOINTMENT',
	'TYPE_FACEBOOK_COMMENT',
	'TYPE_INSTAGRAM_COMMENT',
	'TYPE_CUSTOM_CALL',
	'TYPE_INTERNAL_COMMENT',
	'TYPE_ACTIVITY_EMPLOYEE_ACTION_LOG',
	'TYPE_RCS',
	'TYPE_TIKTOK',
	'TYPE_TIKTOK_COMMENT',
	'TYPE_ACTIVITY_WHATSAPP',
	'TYPE_FORM_SUBMISSION',
	'TYPE_SMS_REACTION',
] as const;

/** Every value of `messageType` and `lastMessageType`. */
export const MESSAGE_TYPES: readonly string[] = NUMBERED_TYPES;

/** The number of a message type; 0 if it has none. */
export function typeNumber(messageType: string): number {
	return MESSAGE_TYPES.indexOf(messageType) + 1;
}

/** Values of `type` in POST /conversations/messages. */
export const SEND_TYPES: Readonly<Record<string, string>> = {
	SMS: 'TYPE_SMS',
	RCS: 'TYPE_RCS',
	Email: 'TYPE_EMAIL',
	WhatsApp: 'TYPE_WHATSAPP',
	IG: 'TYPE_INSTAGRAM',
	FB: 'TYPE_FACEBOOK',
	Custom: 'TYPE_CUSTOM_SMS',
	Live_Chat: 'TYPE_LIVE_CHAT',
	TIKTOK: 'TYPE_TIKTOK',
	InternalComment: 'TYPE_INTERNAL_COMMENT',
};

/** Values of `type` in POST /conversations/messages/inbound. */
export const INBOUND_TYPES: Readonly<Record<string, string>> = {
	SMS: 'TYPE_SMS',
	RCS: 'TYPE_RCS',
	Email: 'TYPE_EMAIL',
	WhatsApp: 'TYPE_WHATSAPP',
	GMB: 'TYPE_GMB',
	IG: 'TYPE_INSTAGRAM',
	FB: 'TYPE_FACEBOOK',
	Custom: 'TYPE_CUSTOM_SMS',
	WebChat: 'TYPE_WEBCHAT',
	Live_Chat: 'TYPE_LIVE_CHAT',
	Call: 'TYPE_CALL',
	IVR_Call: 'TYPE_IVR_CALL',
	Campaign_Call: 'TYPE_CAMPAIGN_CALL',
	Campaign_VoiceMail: 'TYPE_CAMPAIGN_VOICEMAIL',
	TIKTOK: 'TYPE_TIKTOK',
	ALL_IN_ONE_CHAT: 'TYPE_LIVE_CHAT',
	FORM_SUBMISSION: 'TYPE_FORM_SUBMISSION',
};

const CALLS = ['TYPE_CALL', 'TYPE_IVR_CALL', 'TYPE_CUSTOM_CALL', 'TYPE_CAMPAIGN_CALL'];
const EMAILS = [
	'TYPE_EMAIL',
	'TYPE_CAMPAIGN_EMAIL',
	'TYPE_CUSTOM_EMAIL',
	'TYPE_CUSTOM_PROVIDER_EMAIL',
];

/** The message types of each `channel` of the export. */
export const EXPORT_CHANNELS: Readonly<Record<string, readonly string[]>> = {
	Call: CALLS,
	SMS: ['TYPE_SMS', 'TYPE_CAMPAIGN_SMS', 'TYPE_CAMPAIGN_MANUAL_SMS', 'TYPE_SMS_REVIEW_REQUEST'],
	Email: EMAILS,
	WhatsApp: ['TYPE_WHATSAPP'],
	Instagram: ['TYPE_INSTAGRAM', 'TYPE_INSTAGRAM_COMMENT'],
	Facebook: ['TYPE_FACEBOOK', 'TYPE_CAMPAIGN_FACEBOOK', 'TYPE_FACEBOOK_COMMENT'],
};

export const isCall = (messageType: string): boolean => CALLS.includes(messageType);
export const isEmail = (messageType: string): boolean => EMAILS.includes(messageType);

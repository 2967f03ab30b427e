import type { INodePropertyOptions } from 'n8n-workflow';
import { ParameterError, converters } from './request';

/** A channel of HighLevel. */
interface Channel {
	label: string;
	/** Matches the message types of the channel. */
	typePattern: RegExp;
	/** The value of Send's 'Type' for a reply; undefined if Send does not support the channel. */
	replyType?: string;
	/** Hours after the contact's last message in which the channel accepts a reply; undefined if there is no limit. */
	replyWindowHours?: number;
}

/** The channels by their values of the parameter 'channels', in the order of their labels. */
const CHANNELS_BY_VALUE: Record<string, Channel> = {
	activity: { label: 'Activity', typePattern: /^TYPE_ACTIVITY/ },
	call: { label: 'Call', typePattern: /(CALL|VOICEMAIL)$/, replyType: 'SMS' },
	email: { label: 'Email', typePattern: /EMAIL$/, replyType: 'Email' },
	facebook: { label: 'Facebook', typePattern: /FACEBOOK/, replyType: 'FB', replyWindowHours: 24 },
	form: { label: 'Form Submission', typePattern: /^TYPE_FORM/ },
	gmb: { label: 'Google Business', typePattern: /GMB$/ },
	instagram: {
		label: 'Instagram',
		typePattern: /INSTAGRAM/,
		replyType: 'IG',
		replyWindowHours: 24,
	},
	internalComment: { label: 'Internal Comment', typePattern: /INTERNAL_COMMENT/ },
	liveChat: { label: 'Live Chat', typePattern: /LIVE_CHAT/, replyType: 'Live_Chat' },
	rcs: { label: 'RCS', typePattern: /RCS$/, replyType: 'RCS' },
	review: { label: 'Review', typePattern: /^TYPE_REVIEW/ },
	sms: { label: 'SMS', typePattern: /SMS/, replyType: 'SMS' },
	tiktok: { label: 'TikTok', typePattern: /TIKTOK/, replyType: 'TIKTOK' },
	// HighLevel's older chat widget asks for a phone number and continues by SMS.
	webChat: { label: 'Web Chat', typePattern: /WEBCHAT/, replyType: 'SMS' },
	whatsApp: {
		label: 'WhatsApp',
		typePattern: /^TYPE_WHATSAPP/,
		replyType: 'WhatsApp',
		replyWindowHours: 24,
	},
};

/** SMS through an app's own conversation provider. */
const CUSTOM_SMS = /CUSTOM(_PROVIDER)?_SMS$/;

/** The channel of a message type; undefined if it belongs to none. */
const channelOfType = (messageType: string): Channel | undefined =>
	Object.values(CHANNELS_BY_VALUE).find(({ typePattern: types }) => types.test(messageType));

/** The options of the parameter 'channels'. */
export const channelOptions: INodePropertyOptions[] = Object.entries(CHANNELS_BY_VALUE).map(
	([value, { label }]) => ({ name: label, value }),
);

/** The channel for a value or a label, in upper or lower case. Throws a `ParameterError` if there is none. */
function channelValueOf(name: unknown): string {
	const lowerCase = String(name).toLowerCase();
	const channel = Object.entries(CHANNELS_BY_VALUE).find(([value, { label }]) =>
		[value, label].some((each) => each.toLowerCase() === lowerCase),
	);
	if (channel) return channel[0];
	throw new ParameterError(
		`'Channels' has an unknown value: ${String(name).slice(0, 100)}`,
		`The channels are ${Object.keys(CHANNELS_BY_VALUE).join(', ')}.`,
	);
}

/**
 * The channels in the parameter 'channels': the selected ones, or from an expression an array or a comma-separated text.
 * Throws a `ParameterError` for unknown values.
 */
export const parseChannels = (value: unknown): string[] =>
	(converters.stringList(value, { label: "'Channels'", timezone: 'UTC' }) as unknown[]).map(
		channelValueOf,
	);

/** The options for channels on which a contact can write. */
export const inboundChannelOptions = channelOptions.filter(
	({ value }) => value !== 'activity' && value !== 'internalComment',
);

/** Whether a message type belongs to one of the chosen channels. If none is chosen, all but activities count. */
export function isOnChannel(messageType: unknown, chosen: readonly string[]): boolean {
	const type = String(messageType);
	if (chosen.length === 0) return !CHANNELS_BY_VALUE.activity.typePattern.test(type);
	return chosen.some((channel) => CHANNELS_BY_VALUE[channel]?.typePattern.test(type));
}

/** Whether a reply of this message type answers messages on the chosen channels: calls and web chats are answered by SMS. */
export function isReplyChannel(messageType: unknown, chosen: readonly string[]): boolean {
	if (isOnChannel(messageType, chosen)) return true;
	const { sms } = CHANNELS_BY_VALUE;
	const isAnsweredBySms = chosen.some(
		(channel) => CHANNELS_BY_VALUE[channel]?.replyType === sms.replyType,
	);
	return isAnsweredBySms && sms.typePattern.test(String(messageType));
}

/** Whether a value is one of the values of the parameter 'channels'. */
export const isChannelValue = (value: unknown): value is string =>
	typeof value === 'string' && Object.hasOwn(CHANNELS_BY_VALUE, value);

/** The label of a message's channel, e.g. 'WhatsApp'; undefined if its type belongs to no channel. */
export const channelNameOf = (messageType: unknown): string | undefined =>
	channelOfType(String(messageType))?.label;

/** Which of the export's two lists contain the chosen channels: HighLevel lists emails separately. */
export const exportListsFor = (chosen: readonly string[]) => ({
	email: chosen.length === 0 || chosen.includes('email'),
	others: chosen.length === 0 || chosen.some((channel) => channel !== 'email'),
});

/**
 * The value of Send's 'Type' for a reply to a message of this type, e.g. 'IG' for TYPE_INSTAGRAM. Calls are answered by SMS.
 * Undefined if Send does not support the channel (reviews, form submissions, Google Business).
 */
export function sendTypeFor(messageType: unknown): string | undefined {
	const type = String(messageType);
	return CUSTOM_SMS.test(type) ? 'Custom' : channelOfType(type)?.replyType;
}

/** Hours after a contact's message of this type in which a reply may be sent; undefined if HighLevel has no limit. */
export const replyWindowHoursFor = (messageType: unknown): number | undefined =>
	channelOfType(String(messageType))?.replyWindowHours;

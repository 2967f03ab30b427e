import type { INodePropertyOptions } from 'n8n-workflow';
import { ParameterError, converters } from './request';

interface Channel {
	label: string;
	/** Fits the message types of the channel. */
	types: RegExp;
	/** The 'Type' with which Send answers on it; undefined if Send cannot. */
	replyType?: string;
	/** How many hours after the contact's last message the channel accepts an answer; no limit if undefined. */
	replyWindowHours?: number;
}

/** By the value of the parameter 'channels', in the order of their names. */
const CHANNELS: Record<string, Channel> = {
	activity: { label: 'Activity', types: /^TYPE_ACTIVITY/ },
	call: { label: 'Call', types: /(CALL|VOICEMAIL)$/, replyType: 'SMS' },
	email: { label: 'Email', types: /EMAIL$/, replyType: 'Email' },
	facebook: { label: 'Facebook', types: /FACEBOOK/, replyType: 'FB', replyWindowHours: 24 },
	form: { label: 'Form Submission', types: /^TYPE_FORM/ },
	gmb: { label: 'Google Business', types: /GMB$/ },
	instagram: { label: 'Instagram', types: /INSTAGRAM/, replyType: 'IG', replyWindowHours: 24 },
	internalComment: { label: 'Internal Comment', types: /INTERNAL_COMMENT/ },
	liveChat: { label: 'Live Chat', types: /LIVE_CHAT/, replyType: 'Live_Chat' },
	rcs: { label: 'RCS', types: /RCS$/, replyType: 'RCS' },
	review: { label: 'Review', types: /^TYPE_REVIEW/ },
	sms: { label: 'SMS', types: /SMS/, replyType: 'SMS' },
	tiktok: { label: 'TikTok', types: /TIKTOK/, replyType: 'TIKTOK' },
	// HighLevel's older chat widget asks for a phone number and continues by SMS.
	webChat: { label: 'Web Chat', types: /WEBCHAT/, replyType: 'SMS' },
	whatsApp: {
		label: 'WhatsApp',
		types: /^TYPE_WHATSAPP/,
		replyType: 'WhatsApp',
		replyWindowHours: 24,
	},
};

/** SMS through an app's own conversation provider. */
const CUSTOM_SMS = /CUSTOM(_PROVIDER)?_SMS$/;

const channelOfType = (messageType: string): Channel | undefined =>
	Object.values(CHANNELS).find(({ types }) => types.test(messageType));

export const channelOptions: INodePropertyOptions[] = Object.entries(CHANNELS).map(
	([value, { label: name }]) => ({ name, value }),
);

function channelValueOf(part: unknown): string {
	const wanted = String(part).toLowerCase();
	const found = Object.entries(CHANNELS).find(([value, { label: name }]) =>
		[value, name].some((each) => each.toLowerCase() === wanted),
	);
	if (found) return found[0];
	throw new ParameterError(
		`'Channels' has an unknown value: ${String(part).slice(0, 100)}`,
		`The channels are ${Object.keys(CHANNELS).join(', ')}.`,
	);
}

/**
 * The values of the parameter 'channels': those picked, or what an expression gave, a list or a text with commas.
 * Throws a `ParameterError` for any other value.
 */
export const parseChannels = (value: unknown): string[] =>
	(converters.stringList(value, { label: "'Channels'", timezone: 'UTC' }) as unknown[]).map(
		channelValueOf,
	);

/** The channels on which a contact can write. */
export const inboundChannelOptions = channelOptions.filter(
	({ value }) => value !== 'activity' && value !== 'internalComment',
);

/** Whether a message's type belongs to the chosen channels; if none is chosen, to any channel except activities. */
export function isOnChannel(messageType: unknown, chosen: readonly string[]): boolean {
	const type = String(messageType);
	if (chosen.length === 0) return !CHANNELS.activity.types.test(type);
	return chosen.some((channel) => CHANNELS[channel]?.types.test(type));
}

/** Whether an answer on a channel reaches who wrote on the chosen ones: a call and the old web chat are answered by SMS. */
export function isAnswerChannel(messageType: unknown, chosen: readonly string[]): boolean {
	if (isOnChannel(messageType, chosen)) return true;
	const { sms } = CHANNELS;
	const isBySms = chosen.some((channel) => CHANNELS[channel]?.replyType === sms.replyType);
	return isBySms && sms.types.test(String(messageType));
}

/** Whether a value is one of the parameter 'channels'. */
export const isChannel = (value: unknown): value is string =>
	typeof value === 'string' && Object.hasOwn(CHANNELS, value);

/** The name of a message's channel, e.g. 'WhatsApp'; undefined for a type that belongs to none. */
export const channelNameOf = (messageType: unknown): string | undefined =>
	channelOfType(String(messageType))?.label;

/** Which of the export's two lists hold the chosen channels: HighLevel lists email apart. */
export const exportListsFor = (chosen: readonly string[]) => ({
	email: chosen.length === 0 || chosen.includes('email'),
	others: chosen.length === 0 || chosen.some((channel) => channel !== 'email'),
});

/**
 * The value of Send's 'Type' that answers a message of this type where it was written, e.g. 'IG' for TYPE_INSTAGRAM; a call
 * is answered by SMS. Undefined if Send has none: reviews, form submissions, Google Business.
 */
export function sendTypeFor(messageType: unknown): string | undefined {
	const type = String(messageType);
	return CUSTOM_SMS.test(type) ? 'Custom' : channelOfType(type)?.replyType;
}

/** How many hours after a contact's message of this type an answer may still be sent; undefined if HighLevel sets no limit. */
export const replyWindowHoursFor = (messageType: unknown): number | undefined =>
	channelOfType(String(messageType))?.replyWindowHours;

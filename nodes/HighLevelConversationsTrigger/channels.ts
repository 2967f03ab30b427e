import type { INodePropertyOptions } from 'n8n-workflow';

interface Channel {
	name: string;
	/** Fits the message types of the channel. */
	types: RegExp;
}

/** By the value of the parameter 'channels', in the order of their names. */
const CHANNELS: Record<string, Channel> = {
	activity: { name: 'Activity', types: /^TYPE_ACTIVITY/ },
	call: { name: 'Call', types: /(CALL|VOICEMAIL)$/ },
	email: { name: 'Email', types: /EMAIL$/ },
	facebook: { name: 'Facebook', types: /FACEBOOK/ },
	form: { name: 'Form Submission', types: /^TYPE_FORM/ },
	gmb: { name: 'Google Business', types: /GMB$/ },
	instagram: { name: 'Instagram', types: /INSTAGRAM/ },
	internalComment: { name: 'Internal Comment', types: /INTERNAL_COMMENT/ },
	liveChat: { name: 'Live Chat', types: /LIVE_CHAT/ },
	rcs: { name: 'RCS', types: /RCS$/ },
	review: { name: 'Review', types: /^TYPE_REVIEW/ },
	sms: { name: 'SMS', types: /SMS/ },
	tiktok: { name: 'TikTok', types: /TIKTOK/ },
	webChat: { name: 'Web Chat', types: /WEBCHAT/ },
	whatsApp: { name: 'WhatsApp', types: /^TYPE_WHATSAPP/ },
};

export const channelOptions: INodePropertyOptions[] = Object.entries(CHANNELS).map(
	([value, { name }]) => ({ name, value }),
);

/** Whether a message's type belongs to the chosen channels; to any but activities where none is chosen. */
export function isOnChannel(messageType: unknown, chosen: readonly string[]): boolean {
	const type = String(messageType);
	if (chosen.length === 0) return !CHANNELS.activity.types.test(type);
	return chosen.some((channel) => CHANNELS[channel]?.types.test(type));
}

/** Which of the export's two lists hold the chosen channels: HighLevel lists email apart. */
export const passesFor = (chosen: readonly string[]) => ({
	email: chosen.length === 0 || chosen.includes('email'),
	others: chosen.length === 0 || chosen.some((channel) => channel !== 'email'),
});

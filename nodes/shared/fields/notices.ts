import type { INodeProperties } from 'n8n-workflow';

/** A text in the form of a node, without a value. */
export const notice = (name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
});

/** For endpoints that HighLevel's newer documentation marks as internal. */
export const internalNotice = notice(
	'internalNotice',
	'HighLevel marks this endpoint as internal. It may reject your token or change without notice.',
);

export const providerNotice = notice(
	'providerNotice',
	"Only the app that owns the message's conversation provider can set a status, a few seconds after the message was sent.",
);

export const whatsAppNotice = notice(
	'whatsAppNotice',
	'Files go out as WhatsApp media, one message for each. HighLevel documents this; it was not tried against the live API. The option WhatsApp Media sends them as attachments, which HighLevel sometimes drops without an error.',
);

export const internalCommentNotice = notice(
	'internalCommentNotice',
	'Internal comments are visible only to your team. Mention a user in the text as @name&lt;userId&gt;ID&lt;/userId&gt;, and list the ID under Additional Fields > Mentions.',
);

export const callsOnlyNotice = notice(
	'callsOnlyNotice',
	'Only works for call messages, and replaces their existing attachments.',
);

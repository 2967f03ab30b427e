import type { INodeProperties } from 'n8n-workflow';

/** A text in the node's form that takes no value. */
export const notice = (name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'notice',
	default: '',
});

/** For the endpoints that HighLevel's newer documents mark as internal. */
export const internalNotice = notice(
	'internalNotice',
	'HighLevel marks this endpoint as internal, not supported for private or public apps. It may refuse your token or change without notice.',
);

export const providerNotice = notice(
	'providerNotice',
	'HighLevel accepts a status only from the app that owns the conversation provider of the message, some seconds after the message was sent.',
);

export const whatsAppNotice = notice(
	'whatsAppNotice',
	'HighLevel has been seen to drop attachments of outbound WhatsApp messages without a word. Send a link in the text where the file matters.',
);

export const internalCommentNotice = notice(
	'internalCommentNotice',
	'An internal comment is seen by your team alone. Mention somebody in the text as @name&lt;userId&gt;ID&lt;/userId&gt;, and list the ID under Additional Fields > Mentions.',
);

export const callsOnlyNotice = notice(
	'callsOnlyNotice',
	'Works on call messages only, and replaces the attachments that are there.',
);

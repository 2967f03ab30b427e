import { findContact, findConversation, type Endpoint, type SandboxContext } from '../endpoint';
import { refuse, refuseFields, refuseSend } from '../errors';
import { SEND_TYPES } from '../messageTypes';
import type { Contact, Fields } from '../types';
import { check, optional, required } from '../validate';
import { checkLocation } from '../auth';

const SEND = {
	type: required('string', { oneOf: Object.keys(SEND_TYPES) }),
	subType: optional('string'),
	contactId: optional('string'),
	locationId: optional('string'),
	appointmentId: optional('string'),
	attachments: optional('strings'),
	emailFrom: optional('string'),
	emailCc: optional('strings'),
	emailBcc: optional('strings'),
	html: optional('string'),
	message: optional('string'),
	subject: optional('string'),
	replyMessageId: optional('string'),
	templateId: optional('string'),
	threadId: optional('string'),
	// Larger numbers are ms, not seconds (year 5138).
	scheduledTimestamp: optional('number', { max: 1e11 }),
	conversationProviderId: optional('string'),
	emailTo: optional('string'),
	customSubtypeId: optional('string'),
	emailReplyMode: optional('string', { oneOf: ['reply', 'reply_all'] }),
	fromNumber: optional('string'),
	toNumber: optional('string'),
	forward: optional('object'),
	status: optional('string', { oneOf: ['delivered', 'failed', 'pending', 'read'] }),
	usesNativeSchedulingAi: optional('boolean'),
	mentions: optional('strings'),
	userId: optional('string'),
	whatsapp: optional('object'),
	optimizationPeriod: optional('string', { oneOf: ['24h', '48h', '72h'] }),
};
type Send = ReturnType<typeof check<typeof SEND>>;

const REVIEW = {
	conversationId: required('string'),
	locationId: required('string'),
	message: required('string'),
};

/** POST /conversations/messages, and replies to reviews. */
export function sendEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	return [
		{
			method: 'post',
			path: '/conversations/messages',
			scope: 'conversations/message.write',
			run: ({ token, body }) => {
				const send = check(body, SEND, strict);
				if (send.locationId !== undefined) checkLocation(token, send.locationId);
				const contact = findContact(context, token, send.contactId);
				checkSend(context, send, contact);
				return { json: store(context, send, contact) };
			},
		},
		{
			method: 'post',
			path: '/conversations/messages/review-reply',
			scope: 'conversations/message.write',
			run: ({ token, body }) => {
				const { locationId, conversationId, message } = check(body, REVIEW, strict);
				checkLocation(token, locationId);
				const { reviewId } = findConversation(context, token, conversationId);
				if (!reviewId) throw refuse(400, 'Conversation does not have a reviewId');
				const { id } = state.addMessage({
					conversationId,
					messageType: 'TYPE_REVIEW',
					direction: 'outbound',
					body: message,
				});
				const reply = { conversationId, messageId: id, messageIds: [id] };
				return { json: { ...reply, msg: 'Message queued successfully.' } };
			},
		},
	];
}

/** The rules of the live API. */
function checkSend({ state }: SandboxContext, send: Send, contact: Contact): void {
	const { type } = send;
	const hasContent =
		type === 'Email'
			? send.html || send.templateId || send.forward
			: send.message || send.attachments || send.templateId || send.whatsapp;
	if (!hasContent) {
		throw refuse(422, 'There is no message or attachments for this message. Skip sending.');
	}
	checkWhatsApp(send);
	const { scheduledTimestamp } = send;
	if (scheduledTimestamp !== undefined && scheduledTimestamp * 1000 <= Date.now()) {
		throw refuseFields(['scheduledTimestamp must be in the future']);
	}
	if (type === 'InternalComment') return;
	if (contact.dnd === 'all' || contact.dnd.includes(type)) {
		throw refuseSend(400, `Cannot send message as DND is active for ${type}.`);
	}
	if (['SMS', 'RCS', 'WhatsApp'].includes(type) && !contact.phone && !send.toNumber) {
		throw refuseSend(400, 'Missing phone number');
	}
	if (type === 'Email' && !contact.email && !send.emailTo) {
		throw refuseSend(400, 'Missing email address');
	}
	const provider = send.conversationProviderId ?? '';
	if ((type === 'Custom' || provider) && !state.providers.has(provider)) {
		throw refuseSend(400, 'Invalid conversationProviderId');
	}
}

const MEDIA = {
	type: required('string', { oneOf: ['image', 'video', 'audio', 'document'] }),
	url: required('string'),
	name: required('string'),
};

/** Media of a WhatsApp message, as documented. The checks of the live API are not known. */
function checkWhatsApp({ type, whatsapp }: Send): Fields | undefined {
	if (!whatsapp) return undefined;
	if (type !== 'WhatsApp') throw refuseFields(['whatsapp is only allowed for type WhatsApp']);
	const { media } = check(
		whatsapp,
		{ type: required('string', { oneOf: ['media'] }), media: required('object') },
		true,
	);
	const checked = check(media, MEDIA, true);
	if (!/^https?:/.test(checked.url)) throw refuseFields(['whatsapp.media.url must be a URL']);
	return checked;
}

function store({ state }: SandboxContext, send: Send, contact: Contact) {
	const { type, scheduledTimestamp, conversationProviderId, subType, userId } = send;
	const { mentions = [] } = send;
	const media = checkWhatsApp(send);
	const attachments = [...(send.attachments ?? []), ...(media ? [String(media.url)] : [])];
	const { id: contactId, locationId } = contact;
	const conversation =
		state.conversationOfContact(contactId) ?? state.addConversation({ locationId, contactId });
	const isScheduled = scheduledTimestamp !== undefined;
	const isByPhone = ['SMS', 'RCS', 'WhatsApp'].includes(type);
	const message = state.addMessage({
		conversationId: conversation.id,
		to: isByPhone ? (send.toNumber ?? contact.phone ?? undefined) : undefined,
		messageType: SEND_TYPES[type],
		direction: 'outbound',
		status: isScheduled ? 'scheduled' : (send.status ?? 'pending'),
		body: type === 'Email' ? (send.message ?? send.subject) : send.message,
		source: 'api',
		...{ attachments, scheduledTimestamp, conversationProviderId, subType, userId },
	});
	conversation.mentions.push(...mentions);
	const reply = { conversationId: conversation.id, messageId: message.id };
	if (type !== 'Email') return reply;
	const email = state.addEmail(message, {
		subject: send.subject ?? '',
		body: send.html ?? '',
		to: [send.emailTo ?? contact.email ?? ''],
		cc: send.emailCc ?? [],
		bcc: send.emailBcc ?? [],
		replyToMessageId: send.replyMessageId,
		...(send.emailFrom ? { from: send.emailFrom } : {}),
		...(send.threadId ? { threadId: send.threadId } : {}),
	});
	const { isForwarded, toEmail, ...forward } = send.forward ?? {};
	const forwardData = isForwarded ? { ...forward, forwardToEmail: toEmail } : undefined;
	return { ...reply, emailMessageId: email.id, msg: 'Email queued successfully.', forwardData };
}

import type { IDataObject } from 'n8n-workflow';
import { sendTypeFor } from '../../../shared/channels';
import { ParameterError } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { isInbound, readThread, threadPath } from '../../../shared/thread';
import type { ThreadReader } from '../../../shared/thread';
import { htmlOfText, replySubject } from '../message/send/emailBody';

const STEP = "reading the conversation for 'Message to Contact'";
const SCOPE = 'conversations/message.readonly';
/** Maximum number of messages to read to find the contact's last one. */
const MAX_MESSAGES = 500;

/** Whether the contact sent the message, or called, on a channel that Send supports. */
const isAnswerable = (message: IDataObject): boolean =>
	isInbound(message) && sendTypeFor(message.messageType) !== undefined;

/** The messages of a conversation since the contact's last answerable one, newest first. Throws an `ApiError`. */
export async function readUntilLastInbound(
	item: ItemContext,
	conversationId: string,
): Promise<IDataObject[]> {
	const reader: ThreadReader = {
		warn: (message) => item.warn(message),
		get: async (path, query) => await item.get({ step: STEP, path, query, scope: SCOPE }),
	};
	return await readThread(
		reader,
		threadPath(conversationId),
		(messages) => messages.some(isAnswerable) || messages.length >= MAX_MESSAGES,
	);
}

/**
 * Builds a message to the contact on the channel that they last used. Returns its body without `contactId`, and the type under which
 * HighLevel will list it. Throws a `ParameterError` if Send supports none of the contact's channels, and an `ApiError`.
 */
export async function buildMessageToContact(
	item: ItemContext,
	messages: readonly IDataObject[],
	text: string,
): Promise<{ body: IDataObject; messageType: string }> {
	const last = messages.find(isAnswerable);
	if (last === undefined) {
		throw new ParameterError(
			'The contact has not written on a channel that supports replies',
			'Nothing was sent to the contact.',
		);
	}
	const { conversationProviderId } = last;
	const messageType = String(last.messageType);
	const type = sendTypeFor(messageType);
	if (type === 'Custom') {
		return { body: { type, conversationProviderId, message: text }, messageType };
	}
	if (type !== 'Email') return { body: { type, message: text }, messageType };
	const subject = await replySubject(item, last);
	const email = { type, html: htmlOfText(text), message: text };
	return { body: subject === undefined ? email : { ...email, subject }, messageType };
}

import type { IDataObject } from 'n8n-workflow';
import {
	ApiError,
	ParameterError,
	failureText,
	isEmpty,
	pathId,
	converters,
	unwrapRecord,
	itemWith,
} from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import { CONVERSATION_LABEL } from '../../../shared/fields/conversation';
import { idOf, recordAnswer } from '../../../shared/thread';
import { USER_LABEL } from '../../fields/user';
import { SEND_PATH, sendResponse } from '../message/shared/sentMessage';
import { contactIdInField, conversationOfContact } from '../shared/conversationLookup';
import { parseOnce } from '../shared/itemOptions';
import { buildMessageToContact, readUntilLastInbound } from './messageToContact';

const LOOKUP_STEP = 'looking up the conversation';

/** The fields of Hand Over. */
interface HandOverSettings {
	userId: string;
	/** The user's name in the mention: the one that was chosen from the list, or "user" if only the ID is known. */
	userName: string;
	summary: string;
	messageToContact?: string;
}

/** The conversation to hand over. */
interface Target {
	conversationId: string;
	contactId: string;
	unreadCount: number;
}

/** A name without the characters that start a tag or a mention. */
const plainName = (name: unknown): string =>
	typeof name === 'string' ? name.replace(/[<>@]/g, '').trim() : '';

/** A parameter as text. Throws a `ParameterError` if it has another type. */
const textParameter = (item: ItemContext, path: string, label: string): unknown =>
	converters.text(item.parameter(path), { label, timezone: 'UTC' });

/** Parses the item's fields. Throws a `ParameterError` for a required field that is empty, and for a value that is not a text. */
const handOverSettingsOf = parseOnce((item: ItemContext): HandOverSettings => {
	const requiredText = (path: string, label: string) =>
		String(converters.required(textParameter(item, path, label), { label, timezone: 'UTC' }));
	const locator = item.context.getNodeParameter('userId', null) as IDataObject | null;
	const message = textParameter(item, 'options.messageToContact', "'Message to Contact'");
	return {
		userId: requiredText('userId', `'${USER_LABEL}'`),
		userName: (locator?.mode === 'list' && plainName(locator.cachedResultName)) || 'user',
		summary: requiredText('summary', "'Summary'"),
		...(isEmpty(message) ? {} : { messageToContact: String(message) }),
	};
});

/** A conversation by its encoded ID, read once per run. Throws an `ApiError`. */
async function conversationById(item: ItemContext, id: string): Promise<IDataObject> {
	const path = `/conversations/${id}`;
	return await item.memoize(path, async () => {
		const scope = 'conversations.readonly';
		const { body } = await item.get({ step: LOOKUP_STEP, path, query: {}, scope });
		return { ...unwrapRecord(body, 'conversation'), id: decodeURIComponent(id) };
	});
}

/**
 * The item's conversation. Throws a `ParameterError` if the field is empty or the contact has no conversation, and an `ApiError`.
 */
async function targetOf(item: ItemContext): Promise<Target> {
	const id = pathId(item.parameter('conversationId'), `'${CONVERSATION_LABEL}'`);
	const contact = contactIdInField(item);
	const record =
		contact === undefined
			? await conversationById(item, id)
			: await conversationOfContact(item, contact);
	const { contactId, unreadCount } = record;
	if (typeof contactId !== 'string' || contactId === '') {
		throw new ApiError({ kind: 'invalidResponse', step: LOOKUP_STEP, nothingWasSent: true });
	}
	return { conversationId: idOf(record), contactId, unreadCount: Number(unreadCount) || 0 };
}

/** Checks the item's fields and finds its conversation before anything is sent. Throws a `ParameterError` or an `ApiError`. */
export async function checkHandOver(item: ItemContext): Promise<void> {
	handOverSettingsOf(item);
	item.requireLocationId();
	await targetOf(item);
}

/** Sends one message. Returns HighLevel's response. Throws an `ApiError`. */
async function sendMessage(item: ItemContext, message: IDataObject): Promise<IDataObject> {
	const body = { ...message, locationId: item.requireLocationId() };
	const request: ItemContext['request'] = async (call = {}) =>
		await item.request({ ...call, method: 'POST', path: SEND_PATH, body });
	const [{ json }] = await sendResponse(itemWith(item, { body, warnings: [], request }));
	return json;
}

/**
 * Writes the internal comment, and records it so that 'Only If Unanswered' takes it into account before HighLevel lists it. Throws an
 * `ApiError`.
 */
async function writeComment(
	item: ItemContext,
	{ contactId, conversationId }: Target,
	{ userId, userName, summary }: HandOverSettings,
): Promise<IDataObject> {
	const tag = `<userId>${userId}</userId>`;
	const message = summary.includes(tag) ? summary : `@${userName}${tag} ${summary}`;
	const type = 'InternalComment';
	const json = await sendMessage(item, { type, contactId, message, mentions: [userId] });
	const { messageId } = json;
	const entry: IDataObject = {
		...{ id: messageId, conversationId, contactId, body: message, mentions: [userId] },
		...{ messageType: 'TYPE_INTERNAL_COMMENT', direction: 'outbound', source: 'api' },
		dateAdded: Date.now(),
	};
	recordAnswer(entry, []);
	return { messageId };
}

/** Sends the message to the contact. Throws a `ParameterError` if there is no channel to send it on, and an `ApiError`. */
async function sendMessageToContact(
	item: ItemContext,
	target: Target,
	text: string,
): Promise<IDataObject> {
	const { contactId, conversationId } = target;
	const messages = await readUntilLastInbound(item, conversationId);
	const { body, messageType } = await buildMessageToContact(item, messages, text);
	const { messageId } = await sendMessage(item, { ...body, contactId });
	const entry: IDataObject = {
		...{ id: messageId, conversationId, contactId, messageType },
		...{ direction: 'outbound', source: 'api', dateAdded: Date.now() },
	};
	recordAnswer(entry, messages.map(idOf));
	return { messageId, type: body.type };
}

/** Marks the conversation as unread and starred. Throws an `ApiError`. */
async function markUnreadAndStarred(
	item: ItemContext,
	{ conversationId, unreadCount }: Target,
): Promise<void> {
	await item.request({
		method: 'PUT',
		path: `/conversations/${encodeURIComponent(conversationId)}`,
		body: {
			locationId: item.requireLocationId(),
			unreadCount: Math.max(unreadCount, 1),
			starred: true,
		},
	});
}

/**
 * Runs an optional step of the hand-over, once across all attempts of the node. Returns its result. If it fails, returns the error text
 * and adds it to the item's warnings. `failure` says what failed.
 */
async function tryStep<T>(
	item: ItemContext,
	key: string,
	{
		failure,
		scope,
	}: { failure: string; scope: 'conversations.write' | 'conversations/message.write' },
	work: () => Promise<T>,
): Promise<T | { error: string }> {
	return await item.sendOnlyOnce(key, work).catch((error: unknown) => {
		// Other errors, e.g. after the user pressed Stop, end the run.
		if (!(error instanceof ApiError || error instanceof ParameterError)) throw error;
		const spec = { retry: item.spec.retry, scope };
		const text = failureText(error, { node: item.context.getNode(), spec });
		item.warn(`The conversation was handed over, but ${failure}: ${text}`);
		return { error: text };
	});
}

/**
 * Runs Hand Over. The comment comes first, so that the contact gets no message if the team is not informed. The conversation is marked
 * last, because sending a message can mark it as read. Each step runs once across all attempts of the node. The item fails only if the
 * comment fails. Throws an `ApiError`.
 */
export const handOverResponse: ResponseHandler = async (item) => {
	const settings = handOverSettingsOf(item);
	const target = await targetOf(item);
	const commentResult = await item
		.sendOnlyOnce('comment', async () => await writeComment(item, target, settings))
		.catch((error: unknown) => {
			if (!(error instanceof ApiError)) throw error;
			const done = 'The conversation was not marked, and nothing was sent to the contact.';
			throw new ApiError({ ...error.details, step: 'writing the internal comment', done });
		});

	const { messageToContact: text } = settings;
	const messageResult =
		text === undefined
			? undefined
			: await tryStep(
					item,
					'message',
					{ failure: 'the message to the contact failed', scope: 'conversations/message.write' },
					async () => await sendMessageToContact(item, target, text),
				);
	const markResult = await tryStep(
		item,
		'marks',
		{ failure: 'it could not be marked as unread and starred', scope: 'conversations.write' },
		async () => await markUnreadAndStarred(item, target),
	);
	const isMarked = markResult === undefined;
	const hint = item.warnings.length > 0 ? { hint: item.warnings.join(' ') } : {};
	const json: IDataObject = {
		conversationId: target.conversationId,
		contactId: target.contactId,
		userId: settings.userId,
		comment: commentResult,
		message: messageResult ?? null,
		markedUnread: isMarked,
		starred: isMarked,
		...hint,
	};
	return [{ json, pairedItem: { item: item.itemIndex } }];
};

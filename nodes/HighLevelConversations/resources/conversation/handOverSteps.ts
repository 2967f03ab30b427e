import type { IDataObject } from 'n8n-workflow';
import {
	ApiError,
	ParameterError,
	failureText,
	isEmpty,
	pathId,
	converters,
	unwrapRecord,
} from '../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../shared/request';
import { CONVERSATION_LABEL } from '../../../shared/fields/conversation';
import { idOf, recordAnswer } from '../../../shared/thread';
import { USER_LABEL } from '../../fields/user';
import { SEND_PATH, sentMessageResponse } from '../message/shared/sentMessage';
import { contactGiven, recordOfContact } from '../shared/conversationLookup';
import { parseOnce } from '../shared/threadReader';
import { messageToContact, readRecent } from './messageToContact';

const LOOK_UP = 'looking the conversation up';

/** What the user entered, checked. */
interface Settings {
	userId: string;
	/** The name under which the comment mentions the user: the list's, as an ID alone tells none. */
	userName: string;
	summary: string;
	messageToContact?: string;
}

/** The conversation as far as it is needed. */
interface Target {
	conversationId: string;
	contactId: string;
	unreadCount: number;
}

/** A name that cannot be taken for a tag or another mention. */
const plainName = (name: unknown): string =>
	typeof name === 'string' ? name.replace(/[<>@]/g, '').trim() : '';

const textOf = (item: ItemContext, path: string, label: string): unknown =>
	converters.string(item.parameter(path), { label, timezone: 'UTC' });

/** Throws a `ParameterError` for a field that is empty or not a text. */
const settingsOf = parseOnce((item: ItemContext): Settings => {
	const filled = (path: string, label: string) =>
		String(converters.required(textOf(item, path, label), { label, timezone: 'UTC' }));
	const locator = item.context.getNodeParameter('userId', null) as IDataObject | null;
	const message = textOf(item, 'options.messageToContact', "'Message to Contact'");
	return {
		userId: filled('userId', `'${USER_LABEL}'`),
		userName: (locator?.mode === 'list' && plainName(locator.cachedResultName)) || 'user',
		summary: filled('summary', "'Summary'"),
		...(isEmpty(message) ? {} : { messageToContact: String(message) }),
	};
});

async function recordById(item: ItemContext, id: string): Promise<IDataObject> {
	const path = `/conversations/${id}`;
	return await item.memoize(path, async () => {
		const scope = 'conversations.readonly';
		const { body } = await item.get({ step: LOOK_UP, path, query: {}, scope });
		return { ...unwrapRecord(body, 'conversation'), id: decodeURIComponent(id) };
	});
}

/** Throws a `ParameterError` for an empty field or a contact without a conversation, and an `ApiError`. */
async function targetOf(item: ItemContext): Promise<Target> {
	const id = pathId(item.parameter('conversationId'), `'${CONVERSATION_LABEL}'`);
	const contact = contactGiven(item);
	const record =
		contact === undefined ? await recordById(item, id) : await recordOfContact(item, contact);
	const { contactId, unreadCount } = record;
	if (typeof contactId !== 'string' || contactId === '') {
		throw new ApiError({ kind: 'invalidResponse', step: LOOK_UP, nothingWasSent: true });
	}
	return { conversationId: idOf(record), contactId, unreadCount: Number(unreadCount) || 0 };
}

/** Checks an item's fields and looks its conversation up, before anything is sent. Throws a `ParameterError` or an `ApiError`. */
export async function checkHandOver(item: ItemContext): Promise<void> {
	settingsOf(item);
	item.requireLocationId();
	await targetOf(item);
}

/** Sends one message. Returns HighLevel's response; throws an `ApiError`. */
async function send(item: ItemContext, message: IDataObject): Promise<IDataObject> {
	const body = { ...message, locationId: item.requireLocationId() };
	const request: ItemContext['request'] = async (call = {}) =>
		await item.request({ ...call, method: 'POST', path: SEND_PATH, body });
	const [{ json }] = await sentMessageResponse({ ...item, body, warnings: [], request });
	return json;
}

/**
 * Writes the internal comment. It is recorded for this process, so that 'Only If Unanswered' knows of it before HighLevel lists it.
 * Throws an `ApiError`.
 */
async function comment(
	item: ItemContext,
	{ contactId, conversationId }: Target,
	{ userId, userName, summary }: Settings,
): Promise<IDataObject> {
	const tag = `<userId>${userId}</userId>`;
	const message = summary.includes(tag) ? summary : `@${userName}${tag} ${summary}`;
	const type = 'InternalComment';
	const json = await send(item, { type, contactId, message, mentions: [userId] });
	const { messageId } = json;
	const entry: IDataObject = {
		...{ id: messageId, conversationId, contactId, body: message, mentions: [userId] },
		...{ messageType: 'TYPE_INTERNAL_COMMENT', direction: 'outbound', source: 'api' },
		dateAdded: Date.now(),
	};
	recordAnswer(entry, []);
	return { messageId };
}

/** Sends the last message to the contact. Throws a `ParameterError` if there is no channel for it, and an `ApiError`. */
async function tell(item: ItemContext, target: Target, text: string): Promise<IDataObject> {
	const { contactId, conversationId } = target;
	const messages = await readRecent(item, conversationId);
	const { body, messageType } = await messageToContact(item, messages, text);
	const { messageId } = await send(item, { ...body, contactId });
	const entry: IDataObject = {
		...{ id: messageId, conversationId, contactId, messageType },
		...{ direction: 'outbound', source: 'api', dateAdded: Date.now() },
	};
	recordAnswer(entry, messages.map(idOf));
	return { messageId, type: body.type };
}

/** Marks the conversation unread and starred. Throws an `ApiError`. */
async function mark(item: ItemContext, { conversationId, unreadCount }: Target): Promise<void> {
	await item.request({
		method: 'PUT',
		path: `/conversations/${encodeURIComponent(conversationId)}`,
		// What is unread stays unread.
		body: {
			locationId: item.requireLocationId(),
			unreadCount: Math.max(unreadCount, 1),
			starred: true,
		},
	});
}

/** Does a part of the hand-over that may fail: returns its result, or why it failed, which the item says in its hint, too. */
async function attempt<T>(
	item: ItemContext,
	key: string,
	{ what, scope }: { what: string; scope: 'conversations.write' | 'conversations/message.write' },
	work: () => Promise<T>,
): Promise<{ result: T } | { error: string }> {
	return await item.sendOnlyOnce(key, work).then(
		(result) => ({ result }),
		(error: unknown) => {
			// Anything else, e.g. Stop, ends the run.
			if (!(error instanceof ApiError || error instanceof ParameterError)) throw error;
			const spec = { retry: item.spec.retry, scope };
			const text = failureText(error, { node: item.context.getNode(), spec });
			item.warn(`The conversation was handed over, but ${what}: ${text}`);
			return { error: text };
		},
	);
}

/**
 * Runs Hand Over: the comment first, so that nothing is said to the contact if nobody is told, and the marks last, because sending may
 * mark a conversation as read. Each part is done once over all tries of the node. Only a comment that fails fails the item.
 * Throws an `ApiError`.
 */
export const handsOver = (): ResponseHandler => async (item) => {
	const settings = settingsOf(item);
	const target = await targetOf(item);
	const commented = await item
		.sendOnlyOnce('comment', async () => await comment(item, target, settings))
		.catch((error: unknown) => {
			if (!(error instanceof ApiError)) throw error;
			const done = 'The conversation was not marked, and nothing was sent to the contact.';
			throw new ApiError({ ...error.details, step: 'writing the internal comment', done });
		});

	const { messageToContact: text } = settings;
	const told =
		text === undefined
			? undefined
			: await attempt(
					item,
					'message',
					{ what: 'the message to the contact failed', scope: 'conversations/message.write' },
					async () => await tell(item, target, text),
				);
	const marked = await attempt(
		item,
		'marks',
		{ what: 'it could not be marked unread and starred', scope: 'conversations.write' },
		async () => await mark(item, target),
	);
	const isMarked = !('error' in marked);
	const hint = item.warnings.length > 0 ? { hint: item.warnings.join(' ') } : {};
	const json: IDataObject = {
		conversationId: target.conversationId,
		contactId: target.contactId,
		userId: settings.userId,
		comment: commented,
		message: told === undefined ? null : 'result' in told ? told.result : { error: told.error },
		markedUnread: isMarked,
		starred: isMarked,
		...hint,
	};
	return [{ json, pairedItem: { item: item.itemIndex } }];
};

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { SEED } from '../../sandbox';
import type { TestEnv } from './harness';

/** A resource locator's value by ID, or an expression. */
export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** The node's parameters for an operation of a resource. */
const operation =
	(resource: string, name: string, common: INodeParameters = {}) =>
	(more: INodeParameters = {}): INodeParameters => ({
		resource,
		operation: name,
		...common,
		...more,
	});

const conversationId = byId(SEED.conversationId);

export const getConversation = operation('conversation', 'get', { conversationId });
export const updateConversation = operation('conversation', 'update', { conversationId });
export const deleteConversation = operation('conversation', 'delete', { conversationId });
export const createConversation = operation('conversation', 'create');
export const getMessages = operation('message', 'getAll', { conversationId });
export const exportMessages = operation('message', 'export');
export const searchConversations = operation('search', 'searchConversations');
export const getMessage = operation('message', 'get', { messageId: SEED.callMessageId });
export const getRecording = operation('message', 'getRecording', { messageId: SEED.callMessageId });
export const downloadAttachments = operation('message', 'downloadAttachments');
export const getTranscription = operation('message', 'getTranscription', {
	messageId: SEED.callMessageId,
});
export const setAttachments = operation('message', 'setAttachments', {
	messageId: SEED.callMessageId,
});
export const addInbound = operation('message', 'addInbound', { contactId: SEED.contactId });
export const uploadFile = operation('upload', 'uploadFile', { conversationId });
export const uploadLargeFile = operation('upload', 'uploadLargeFile', {
	conversationId,
	channel: 'WHATSAPP',
});
/** An SMS to the contact of the first conversation, or of the item. */
export const sendSms = operation('message', 'send', {
	type: 'SMS',
	contactId: `={{ $json.contactId ?? '${SEED.contactId}' }}`,
	message: "={{ $json.text ?? 'Hello' }}",
});
export const updateSubtype = operation('preference', 'updateSubtype', {
	subtypeId: byId(SEED.newsletterSubtypeId),
});
export const createSubtype = operation('preference', 'createSubtype', { name: 'News' });

export const EXPORT_PATH = '/conversations/messages/export';
export const SEARCH_PATH = '/conversations/search';
export const SEND_PATH = '/conversations/messages';

/** Both ways in which n8n stores files. */
export const STORES = ['memory', 'filesystem'] as const;

/** A 429 with a window so short that the retry does not have to wait. */
export const REFUSED = { status: 429, headers: { 'x-ratelimit-interval-milliseconds': '10' } };

/** The start time of all generated records, ms. */
const START = Date.UTC(2026, 0, 1);

/** Adds a conversation with messages one second apart. Returns their IDs, newest first. */
export function addMessages(
	{ state, locationId }: Sandbox,
	count: number,
	messageType = 'TYPE_SMS',
): { conversationId: string; contactId: string; ids: string[] } {
	const { id: contactId } = state.addContact({ locationId });
	const { id } = state.addConversation({ locationId, contactId });
	const messages = state.addMessages(
		Array.from({ length: count }, (_, index) => ({
			conversationId: id,
			messageType,
			body: `Message ${index}`,
			dateAdded: START + index * 1000,
		})),
	);
	return { conversationId: id, contactId, ids: messages.map((message) => message.id).reverse() };
}

/** Adds a conversation for each sort value (ms of the last message). Returns their IDs in that order. */
export function addConversations({ state, locationId }: Sandbox, values: number[]): string[] {
	const { id: contactId } = state.addContact({ locationId });
	return values.map(
		(value) => state.addConversation({ locationId, contactId, lastMessageDate: START + value }).id,
	);
}

/** Adds contacts with a phone number. Returns items for a send. */
export function addRecipients({ state, locationId }: Sandbox, count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => {
		const phone = `+1202555${String(index).padStart(4, '0')}`;
		const { id } = state.addContact({ locationId, phone });
		return { contactId: id, text: `Hello ${index}`, index };
	});
}

/** Numbers from 0 on. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** An item with files in the binary fields `data`, `data2`, ... */
export async function itemWithFiles(
	testEnv: TestEnv,
	...files: Array<[name: string, content: Buffer, type?: string]>
): Promise<INodeExecutionData> {
	const fields = await Promise.all(
		files.map(async ([name, content, type], index) => {
			const field = index === 0 ? 'data' : `data${index + 1}`;
			return [field, await testEnv.file({ name, content, type })] as const;
		}),
	);
	return { json: {}, binary: Object.fromEntries(fields) };
}

import type { HighLevel } from '@gohighlevel/api-client';

import type { ExpectedRequest } from '../engine/operations/cases';
import type { Config } from './officialSdk';

type Conversations = HighLevel['conversations'];

/**
 * A case's values for the SDK. The type `never` is accepted for every parameter: the SDK's types require e.g. text for
 * numbers in a query, which makes no difference in the request.
 */
interface Given {
	/** Values of the path and the query. */
	params: never;
	body: never;
}

type Call = (sdk: Conversations, given: Given, config: Config) => Promise<unknown>;

/** The SDK's method for each operation that takes JSON or nothing. */
export const calls: Record<string, Call> = {
	'conversation.create': async (sdk, { body }, config) =>
		await sdk.createConversation(body, config),
	'conversation.get': async (sdk, { params }, config) => await sdk.getConversation(params, config),
	'conversation.update': async (sdk, { params, body }, config) =>
		await sdk.updateConversation(params, body, config),
	'conversation.delete': async (sdk, { params }, config) =>
		await sdk.deleteConversation(params, config),
	'conversation.setTyping': async (sdk, { body }, config) =>
		await sdk.liveChatAgentTyping(body, config),
	'message.send': async (sdk, { body }, config) => await sdk.sendANewMessage(body, config),
	'message.get': async (sdk, { params }, config) => await sdk.getMessage(params, config),
	'message.getAll': async (sdk, { params }, config) => await sdk.getMessages(params, config),
	'message.export': async (sdk, { params }, config) =>
		await sdk.exportMessagesByLocation(params, config),
	'message.addInbound': async (sdk, { body }, config) =>
		await sdk.addAnInboundMessage(body, config),
	'message.addOutboundCall': async (sdk, { body }, config) =>
		await sdk.addAnOutboundMessage(body, config),
	'message.replyToReview': async (sdk, { body }, config) => await sdk.sendReviewReply(body, config),
	'message.updateStatus': async (sdk, { params, body }, config) =>
		await sdk.updateMessageStatus(params, body, config),
	'message.setAttachments': async (sdk, { params, body }, config) =>
		await sdk.addMessageAttachments(params, body, config),
	'message.cancelScheduled': async (sdk, { params }, config) =>
		await sdk.cancelScheduledMessage(params, config),
	'message.cancelScheduledEmail': async (sdk, { params }, config) =>
		await sdk.cancelScheduledEmailMessage(params, config),
	'message.getEmail': async (sdk, { params }, config) => await sdk.getEmailById(params, config),
	'message.getRecording': async (sdk, { params }, config) =>
		await sdk.getMessageRecording(params, config),
	'message.getTranscription': async (sdk, { params }, config) =>
		await sdk.getMessageTranscription(params, config),
	'message.downloadTranscription': async (sdk, { params }, config) =>
		await sdk.downloadMessageTranscription(params, config),
	'preference.getAllSubtypes': async (sdk, { params }, config) =>
		await sdk.getAllCustomSubtypes(params, config),
	'preference.createSubtype': async (sdk, { params, body }, config) =>
		await sdk.createCustomSubtype(params, body, config),
	'preference.updateSubtype': async (sdk, { params, body }, config) =>
		await sdk.updateCustomSubtype(params, body, config),
	'preference.getUnsubscriptionStatus': async (sdk, { params }, config) =>
		await sdk.getContactUnsubscriptionStatus(params, config),
	'preference.changeSubscription': async (sdk, { body }, config) =>
		await sdk.userSubscriptionChange(body, config),
	'search.searchConversations': async (sdk, { params }, config) =>
		await sdk.searchConversation(params, config),
	'upload.initiate': async (sdk, { body }, config) => await sdk.initiateFileUpload(body, config),
	'upload.complete': async (sdk, { body }, config) => await sdk.completeFileUpload(body, config),
};

/** The API documentation calls some IDs in paths `id`. */
const PATH_IDS: Record<string, string> = {
	'message.get': 'messageId',
	'message.getEmail': 'emailMessageId',
	'preference.updateSubtype': 'subtypeId',
};

/** A case's values as arguments of the SDK's method. */
export function givenFor(
	operation: string,
	{ path = {}, query = {}, body = {} }: ExpectedRequest,
): Given {
	const id = PATH_IDS[operation];
	const params = { ...path, ...query, ...(id === undefined ? {} : { id: path[id] }) };
	return { params: params as never, body: body as never };
}

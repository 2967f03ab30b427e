import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	ISupplyDataFunctions,
	SupplyData,
} from 'n8n-workflow';
import { parseChannels } from '../shared/channels';
import { BY_CONTACT, CONVERSATION_LABEL } from '../shared/fields/conversation';
import { operationPath } from '../shared/names';
import {
	ParameterError,
	openLocationReader,
	openReader,
	toReadError,
	converters,
	timestampFrom,
} from '../shared/request';
import {
	contactSearchRequest,
	conversationInSearch,
	readThread,
	threadPath,
	withEmails,
} from '../shared/thread';
import type { ThreadReader } from '../shared/thread';
import { createAgentMemory } from './agentMemory';
import { chatMessagesFrom, historyOf, hasEnoughHistory } from './chatHistory';
import type { HistoryOptions } from './chatHistory';
import type { ChatMessage } from './chatMessage';

const CONVERSATION = `'${CONVERSATION_LABEL}'`;
const MEMORY = NodeConnectionTypes.AiMemory;

/** The value of the node's field for the conversation. */
interface ConversationField {
	value: string;
	/** Whether the value is the ID of the contact, and not of the conversation. */
	isContact: boolean;
}

/** The node's parameters for one item. */
interface MemorySettings extends Omit<HistoryOptions, 'now'> {
	conversation: ConversationField;
}

/** Reads the field for the conversation. Throws a `ParameterError` if it is empty. */
function conversationField(context: ISupplyDataFunctions, itemIndex: number): ConversationField {
	const field = { label: CONVERSATION, timezone: context.getTimezone() };
	const locator = context.getNodeParameter('conversationId', itemIndex, '') as { mode?: unknown };
	const given = context.getNodeParameter('conversationId', itemIndex, '', { extractValue: true });
	return {
		value: String(converters.required(given, field)),
		isContact: locator?.mode === BY_CONTACT,
	};
}

/** The agent's input items. The connection type is needed because the memory node has no input of its own. */
const agentItems = (context: ISupplyDataFunctions): INodeExecutionData[] =>
	context.getInputData(0, NodeConnectionTypes.Main) ?? [];

/**
 * Throws a `ParameterError` if the agent's items belong to different conversations. n8n uses the memory of the first item for all
 * items, so that the agent would answer other contacts with the first contact's conversation.
 */
function assertOneConversation(context: ISupplyDataFunctions, { value }: ConversationField): void {
	const hasOther = agentItems(context).some(
		(_, index) => conversationField(context, index).value !== value,
	);
	if (!hasOther) return;
	throw new ParameterError(
		"The items belong to different conversations, but n8n uses the first item's memory for all of them",
		"Add a 'Loop Over Items' node with batch size 1 before the agent.",
	);
}

/** The first message of an unanswered turn, if the item has one: the agent's prompt starts with it. */
function firstMessageOf(json: IDataObject = {}): HistoryOptions['before'] {
	const { firstMessageId: id, firstMessageAt } = json;
	if (typeof id !== 'string' || id.trim() === '') return undefined;
	return { id: id.trim(), at: timestampFrom(firstMessageAt) };
}

/** Reads the parameters. Throws a `ParameterError`. */
function memorySettings(context: ISupplyDataFunctions, itemIndex: number): MemorySettings {
	const parameter = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, fallback as object);
	const conversation = conversationField(context, itemIndex);
	assertOneConversation(context, conversation);
	const maxMessages = Number(parameter('contextWindow', 20));
	if (!Number.isInteger(maxMessages) || maxMessages < 1) {
		throw new ParameterError("'Context Window' must be a whole number of at least 1");
	}
	return {
		conversation,
		maxMessages,
		before: firstMessageOf(agentItems(context)[itemIndex]?.json),
		channels: parseChannels(parameter('options.channels', [])),
		leaveOutUnanswered: parameter('options.leaveOutUnanswered', true) !== false,
	};
}

/** The ID of the conversation. Throws a `ParameterError` if the contact has none, and an `ApiError`. */
async function resolveConversationId(
	context: ISupplyDataFunctions,
	given: ConversationField,
): Promise<string> {
	if (!given.isContact) return given.value;
	const reader = await openLocationReader(context, undefined);
	const { path, query } = contactSearchRequest(reader.locationId, given.value);
	const { body } = await reader.get(path, query);
	return String(conversationInSearch(body, given.value).id);
}

/** Reads the messages of the memory. Throws a `ParameterError` or an `ApiError`. */
async function readChat(
	context: ISupplyDataFunctions,
	settings: MemorySettings,
): Promise<ChatMessage[]> {
	const conversationId = await resolveConversationId(context, settings.conversation);
	const client = await openReader(context);
	const reader: ThreadReader = {
		get: client.get,
		warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
	};
	const options = () => ({ ...settings, now: client.now() });
	const messages = await readThread(reader, threadPath(conversationId), (newestFirst) =>
		hasEnoughHistory(newestFirst, options()),
	);
	return chatMessagesFrom(await withEmails(reader, historyOf(messages, options())));
}

/** The messages that were read, or are being read, for an item of an agent: by its JSON, then by the name of the memory node. */
const readings = new WeakMap<object, Map<string, Promise<ChatMessage[]>>>();

/**
 * Reads the memory only once per answer. Newer agents run again with the same item after each round of tool calls, and request the
 * memory each time. A failed read is forgotten, so that a retry reads again.
 */
async function readOncePerAnswer(
	context: ISupplyDataFunctions,
	itemIndex: number,
	read: () => Promise<ChatMessage[]>,
): Promise<ChatMessage[]> {
	// The key is the item's JSON, because n8n copies the item itself when it runs the agent again.
	const json = agentItems(context)[itemIndex]?.json;
	if (json === undefined) return await read();
	const byName = readings.get(json) ?? new Map<string, Promise<ChatMessage[]>>();
	readings.set(json, byName);
	const { name } = context.getNode();
	const reading = byName.get(name) ?? read();
	byName.set(name, reading);
	reading.catch(() => byName.delete(name));
	return await reading;
}

/** Called by n8n for each item of an agent. Returns a memory that reads the item's conversation when the agent needs it. */
export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
): Promise<SupplyData> {
	// The parameters are read only when the memory is used: n8n would wrap an error thrown here, and hide what to do about it.
	const read = async () => {
		// Input and output are added so that the editor shows the run of the memory node.
		const { index } = this.addInputData(MEMORY, [[{ json: {} }]]);
		try {
			const chat = await readChat(this, memorySettings(this, itemIndex));
			const messages = chat.map((message) => ({ ...message }));
			this.addOutputData(MEMORY, index, [[{ json: { messages } }]]);
			return chat;
		} catch (error) {
			const scope = 'conversations/message.readonly';
			const failure = toReadError(error, { node: this.getNode(), scope });
			this.addOutputData(MEMORY, index, failure as NodeOperationError);
			throw failure;
		}
	};
	const readOnlyError = () =>
		new NodeOperationError(
			this.getNode(),
			'This memory is read-only: it is the conversation in HighLevel',
			{
				itemIndex,
				description: `To add a message, send it with ${operationPath('message', 'sendMessage')}. Nothing was changed.`,
			},
		);
	return {
		response: createAgentMemory(
			async () => await readOncePerAnswer(this, itemIndex, read),
			readOnlyError,
		),
	};
}

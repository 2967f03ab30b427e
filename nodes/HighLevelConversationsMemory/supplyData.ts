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

/** The conversation whose messages the memory is, as the node's field has it. */
interface ConversationField {
	value: string;
	/** Whether the value is the ID of its contact. */
	isContact: boolean;
}

/** What the node is about for one item. */
interface MemorySettings extends Omit<HistoryOptions, 'now'> {
	conversation: ConversationField;
}

function conversationField(context: ISupplyDataFunctions, itemIndex: number): ConversationField {
	const field = { label: CONVERSATION, timezone: context.getTimezone() };
	const locator = context.getNodeParameter('conversationId', itemIndex, '') as { mode?: unknown };
	const given = context.getNodeParameter('conversationId', itemIndex, '', { extractValue: true });
	return {
		value: String(converters.required(given, field)),
		isContact: locator?.mode === BY_CONTACT,
	};
}

/** The agent's items. Without the type, n8n returns the items of the memory's own input, which has none. */
const agentItems = (context: ISupplyDataFunctions): INodeExecutionData[] =>
	context.getInputData(0, NodeConnectionTypes.Main) ?? [];

/**
 * n8n gives every item of an agent the memory of the first: the others would be answered out of somebody else's conversation.
 * Throws a `ParameterError` if the items are of several conversations.
 */
function assertOneConversation(context: ISupplyDataFunctions, { value }: ConversationField): void {
	const others = agentItems(context).some(
		(_, index) => conversationField(context, index).value !== value,
	);
	if (!others) return;
	throw new ParameterError(
		"The items belong to different conversations, but n8n uses the first item's memory for all of them",
		"Add a 'Loop Over Items' node with batch size 1 before the agent.",
	);
}

/** The first message of a turn's item, if the item has one: the agent's prompt begins with it. */
function firstMessageOf(json: IDataObject = {}): HistoryOptions['before'] {
	const { firstMessageId: id, firstMessageAt } = json;
	if (typeof id !== 'string' || id.trim() === '') return undefined;
	return { id: id.trim(), at: timestampFrom(firstMessageAt) };
}

/** The parameters, checked. Throws a `ParameterError`. */
function memorySettings(context: ISupplyDataFunctions, itemIndex: number): MemorySettings {
	const parameter = (name: string, preset: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, preset as object);
	const conversation = conversationField(context, itemIndex);
	assertOneConversation(context, conversation);
	const window = Number(parameter('contextWindow', 20));
	if (!Number.isInteger(window) || window < 1) {
		throw new ParameterError("'Context Window' must be a whole number of 1 or more");
	}
	return {
		conversation,
		maxMessages: window,
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

async function readChat(
	context: ISupplyDataFunctions,
	subject: MemorySettings,
): Promise<ChatMessage[]> {
	const conversationId = await resolveConversationId(context, subject.conversation);
	const reading = await openReader(context);
	const reader: ThreadReader = {
		get: reading.get,
		warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
	};
	const options = () => ({ ...subject, now: reading.now() });
	const messages = await readThread(reader, threadPath(conversationId), (so) =>
		hasEnoughHistory(so, options()),
	);
	return chatMessagesFrom(await withEmails(reader, historyOf(messages, options())));
}

/** What was read for an item that an agent answers, by the memory's name. */
const readings = new WeakMap<object, Map<string, Promise<ChatMessage[]>>>();

/**
 * Reads once an answer. Newer agents start anew with the same item after each round of tools, and ask for a memory each time.
 * A reading that failed is forgotten, so that a retry reads again.
 */
async function readOncePerAnswer(
	context: ISupplyDataFunctions,
	itemIndex: number,
	read: () => Promise<ChatMessage[]>,
): Promise<ChatMessage[]> {
	// What stays with an item when n8n starts the agent anew: the item itself does not.
	const json = agentItems(context)[itemIndex]?.json;
	if (json === undefined) return await read();
	const known = readings.get(json) ?? new Map<string, Promise<ChatMessage[]>>();
	readings.set(json, known);
	const { name } = context.getNode();
	const reading = known.get(name) ?? read();
	known.set(name, reading);
	reading.catch(() => known.delete(name));
	return await reading;
}

/** Gives the agent a memory that is the thread of the item's conversation. What it throws when it is read are n8n's own errors. */
export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
): Promise<SupplyData> {
	// Checked only when it is read: n8n wraps what is thrown here, and the agent would not say what to do.
	const read = async () => {
		// What the editor shows of the node's run.
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
	const refused = () =>
		new NodeOperationError(
			this.getNode(),
			'This memory is the conversation in HighLevel, and can only be read',
			{
				itemIndex,
				description: `To add a message, send it with ${operationPath('message', 'sendMessage')}. Nothing was changed.`,
			},
		);
	return {
		response: createAgentMemory(
			async () => await readOncePerAnswer(this, itemIndex, read),
			refused,
		),
	};
}

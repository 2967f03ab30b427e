import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IDataObject,
	INodeExecutionData,
	ISupplyDataFunctions,
	NodeOperationError,
	SupplyData,
} from 'n8n-workflow';
import { chosenChannels } from '../shared/channels';
import { CONVERSATION_LABEL } from '../shared/fields/conversation';
import { ParameterError, openReading, readError, rules } from '../shared/request';
import { isEnough, readThread, threadPath, withEmails } from '../shared/thread';
import type { ThreadReader } from '../shared/thread';
import { chatOf, remembered } from './chatHistory';
import type { ChatMessage, HistoryOptions } from './chatHistory';
import { memoryOf } from './agentMemory';

const CONVERSATION = `'${CONVERSATION_LABEL}'`;
const MEMORY = NodeConnectionTypes.AiMemory;

/** What the node is about for one item. */
interface Subject extends Omit<HistoryOptions, 'now'> {
	conversationId: string;
}

function conversationAt(context: ISupplyDataFunctions, itemIndex: number): string {
	const field = { label: CONVERSATION, timezone: context.getTimezone() };
	const given = context.getNodeParameter('conversationId', itemIndex, '', { extractValue: true });
	return String(rules.required(given, field));
}

/** The items of the agent. Without the type they would be those that the memory itself takes in, none. */
const itemsOf = (context: ISupplyDataFunctions): INodeExecutionData[] =>
	context.getInputData(0, NodeConnectionTypes.Main) ?? [];

/**
 * n8n gives every item of an agent the memory of the first: the others would be answered out of somebody else's conversation.
 * Throws a `FieldIssue` where the items are of several conversations.
 */
function assertOneConversation(context: ISupplyDataFunctions, conversationId: string): void {
	const others = itemsOf(context).some(
		(_, index) => conversationAt(context, index) !== conversationId,
	);
	if (!others) return;
	throw new ParameterError(
		'The items are of several conversations, and n8n gives all of them the memory of the first',
		"Put a 'Loop Over Items' node with a batch size of 1 before the agent, so that each item gets its own.",
	);
}

/** The parameters, checked. Throws a `FieldIssue`. */
function subjectOf(context: ISupplyDataFunctions, itemIndex: number): Subject {
	const parameter = (name: string, preset: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, preset as object);
	const conversationId = conversationAt(context, itemIndex);
	assertOneConversation(context, conversationId);
	const window = Number(parameter('contextWindow', 20));
	if (!Number.isInteger(window) || window < 1) {
		throw new ParameterError("'Context Window' must be a whole number of 1 or more");
	}
	return {
		conversationId,
		window,
		channels: chosenChannels(parameter('options.channels', [])),
		leaveOutUnanswered: parameter('options.leaveOutUnanswered', true) !== false,
	};
}

async function readChat(context: ISupplyDataFunctions, subject: Subject): Promise<ChatMessage[]> {
	const reading = await openReading(context);
	const reader: ThreadReader = {
		get: reading.get,
		warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
	};
	const options = () => ({ ...subject, now: reading.now() });
	const suffice = (messages: readonly IDataObject[]) =>
		remembered(messages, options()).length >= subject.window &&
		(!subject.leaveOutUnanswered || isEnough(messages, options()));
	const messages = await readThread(reader, threadPath(subject.conversationId), suffice);
	return chatOf(await withEmails(reader, remembered(messages, options())));
}

/** What was read for an item that an agent answers, by the memory's name. */
const readings = new WeakMap<object, Map<string, Promise<ChatMessage[]>>>();

/**
 * Reads once an answer. Newer agents start anew with the same item after each round of tools, and ask for a memory each time.
 * A reading that failed is forgotten, so that a retry reads again.
 */
async function onceAnAnswer(
	context: ISupplyDataFunctions,
	itemIndex: number,
	read: () => Promise<ChatMessage[]>,
): Promise<ChatMessage[]> {
	// What stays with an item when n8n starts the agent anew: the item itself does not.
	const json = itemsOf(context)[itemIndex]?.json;
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
			const chat = await readChat(this, subjectOf(this, itemIndex));
			const messages = chat.map((message) => ({ ...message }));
			this.addOutputData(MEMORY, index, [[{ json: { messages } }]]);
			return chat;
		} catch (error) {
			const scope = 'conversations/message.readonly';
			const failure = readError(error, { node: this.getNode(), scope });
			this.addOutputData(MEMORY, index, failure as NodeOperationError);
			throw failure;
		}
	};
	return { response: memoryOf(async () => await onceAnAnswer(this, itemIndex, read)) };
}

import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OPERATION_NAMES } from '../../../../shared/names';

const OPERATION_NAME = `'${OPERATION_NAMES.sendAndWait}'`;

/** An item that failed, in the form that n8n takes for one. */
export function failedItem(error: unknown, item = 0): INodeExecutionData {
	const { message, description } =
		error instanceof Error
			? (error as Error & { description?: string | null })
			: { message: String(error), description: undefined };
	const details = description ? { details: description } : {};
	return { json: { error: message, ...details }, pairedItem: { item } };
}

/**
 * One execution waits for one answer. Several items are rejected, so that none is left out unnoticed: with an error, or
 * with a failed item for each if the node continues on errors.
 */
export function rejectMultipleItems(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	const items = context.getInputData();
	if (items.length <= 1) return undefined;
	const message = `${OPERATION_NAME} accepts one item at a time, but received ${items.length}. Nothing was sent.`;
	if (context.continueOnFail()) return items.map((_, item) => failedItem(message, item));
	throw new NodeOperationError(context.getNode(), message, {
		description:
			"Add a 'Loop Over Items' node with a batch size of 1 before this node, or enable 'Execute Once' in its settings to ask about the first item only.",
	});
}

/** Whether n8n will run this node again for another call of the same turn of an agent: it lists a turn's runs beforehand. */
function hasQueuedCalls(context: IExecuteFunctions): boolean {
	const { $node, $runIndex } = context.getWorkflowDataProxy(0);
	const nodes = $node as Record<string, { runIndex: number }>;
	return nodes[context.getNode().name].runIndex > ($runIndex as number);
}

/**
 * An agent may call one node several times in a turn. n8n resumes a waiting execution with the node disabled, for all of
 * these calls, so those that are still to run would return their own input in the place of an answer. Only the last call
 * of a turn can wait; the others are rejected, as a result that the model reads.
 */
export function rejectQueuedCalls(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	if (!hasQueuedCalls(context)) return undefined;
	const message = `This question was not sent: ${OPERATION_NAME} can ask one question at a time, and it was called several times at once. Only the last of these calls is carried out. Ask this question again after that one has been answered.`;
	return context.getInputData().map((_, item) => failedItem(message, item));
}

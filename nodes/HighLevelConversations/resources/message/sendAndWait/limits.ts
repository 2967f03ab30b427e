import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OPERATION_NAMES } from '../../../../shared/names';
import { failedItem } from '../../../../shared/request';

const OPERATION_NAME = `'${OPERATION_NAMES.sendAndWait}'`;

/**
 * Rejects several items, because an execution can wait for one answer only. Returns undefined for a single item. Otherwise throws or,
 * if the node continues on errors, returns a failed item for each item.
 */
export function rejectMultipleItems(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	const items = context.getInputData();
	if (items.length <= 1) return undefined;
	const message = `${OPERATION_NAME} accepts one item at a time, but received ${items.length}. Nothing was sent.`;
	if (context.continueOnFail()) return items.map((_, item) => failedItem(item, { message }));
	throw new NodeOperationError(context.getNode(), message, {
		description:
			"Add a 'Loop Over Items' node with a batch size of 1 before this node, or enable 'Execute Once' in its settings to ask about the first item only.",
	});
}

/**
 * Whether more calls of this node follow in the same turn of an AI Agent. n8n creates the runs of all calls of a turn in advance.
 */
function hasQueuedCalls(context: IExecuteFunctions): boolean {
	const { $node, $runIndex } = context.getWorkflowDataProxy(0);
	const nodes = $node as Record<string, { runIndex: number }>;
	return nodes[context.getNode().name].runIndex > ($runIndex as number);
}

/**
 * Rejects all calls but the last if an AI Agent calls this node several times in one turn. When n8n resumes a waiting execution, it
 * disables the node, so calls that have not run yet would return their input instead of an answer. Returns failed items that tell the
 * model to ask again; undefined for the last call.
 */
export function rejectQueuedCalls(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	if (!hasQueuedCalls(context)) return undefined;
	const message = `This question was not sent: ${OPERATION_NAME} can ask one question at a time, and it was called several times at once. Only the last of these calls is carried out. Ask this question again after that one has been answered.`;
	return context.getInputData().map((_, item) => failedItem(item, { message }));
}

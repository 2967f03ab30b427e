import { NodeOperationError } from 'n8n-workflow';
import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import type { ItemContext, OperationSpec, RequestOperationsWithSpec } from '../operationSpec';
import { withDescriptionForModel } from '../errors';
import { createItemContext } from './itemContext';
import { failedItem, itemErrorOf, performItem, recipientText } from './performItem';
import { RunAborted } from './run';
import { routedRunOf } from './runRegistry';

/** The spec of the chosen operation. Throws if it does not exist: n8n would send a meaningless request to the API. */
function specOf(
	context: IExecutePaginationFunctions,
	{ requestOperations }: DeclarativeRestApiSettings.ResultOptions,
): OperationSpec {
	const { spec, unknownOperation } = (requestOperations ?? {}) as RequestOperationsWithSpec;
	if (spec) return spec;
	const parameter = (name: string) => context.getNodeParameter(name, '');
	const message =
		unknownOperation?.(parameter('resource'), parameter('operation')) ?? 'Unknown operation';
	throw new NodeOperationError(context.getNode(), message, {
		description: 'Choose the resource and the operation in the node again. Nothing was sent.',
		itemIndex: context.getItemIndex(),
	});
}

/**
 * Executes an item that n8n's routing engine has started, as the `pagination` function of a declarative request: checks the
 * item, waits until all items have been checked, then sends its requests. Returns its output items, linked to the input.
 *
 * Throws a `NodeApiError` or `NodeOperationError` that names the item. Returns the error as an item instead with "continue on
 * fail", and in the last attempt of a tool call: agents before version 3 tell the model nothing about a tool that throws.
 */
export async function executeItem(
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const itemIndex = this.getItemIndex();
	const { run, gate, isLastToolCall } = routedRunOf(this);
	gate.enter(itemIndex);
	let spec: OperationSpec | undefined;
	let item: ItemContext | undefined;
	try {
		spec = specOf(this, requestData);
		const declared = requestData.options as IHttpRequestOptions;
		const stopOnError = (error: unknown): never => {
			if (!this.continueOnFail()) run.isAborted = true;
			throw error;
		};
		const session = await run.openSession(this, spec);
		const check = createItemContext(this, session, spec, declared, run).catch(stopOnError);
		item = await gate.pass('checks', itemIndex, check);
		if (!gate.hasStoppedEarly(itemIndex)) {
			run.throwIfAborted();
			const decision = spec.middleware?.(item).catch(stopOnError);
			const middleware = decision && (await gate.pass('decisions', itemIndex, decision));
			return await performItem(run, item, middleware);
		}
	} catch (error) {
		// Another item failed while this one was being checked.
		if (error instanceof RunAborted) return [];
		const failure = spec ? await itemErrorOf(error, this, { run, spec, item }) : (error as Error);
		if (this.continueOnFail() || isLastToolCall) {
			return [failedItem(itemIndex, failure, spec && recipientText(this, spec, item))];
		}
		if (!gate.hasStoppedEarly(itemIndex)) {
			await gate.allStarted;
			throw withDescriptionForModel(this.getNode(), failure);
		}
	}
	// n8n shows the error of the expression. Throwing here would be an unhandled rejection and end the process.
	const message = 'Nothing was sent: an expression of another item failed.';
	return [failedItem(itemIndex, { message })];
}

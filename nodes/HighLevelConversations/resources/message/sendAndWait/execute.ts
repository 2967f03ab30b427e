import { WAIT_INDEFINITELY } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OPERATION_NAMES } from '../../../../shared/names';
import {
	ParameterError,
	executeOperation,
	failedItem,
	itemWith,
	sentItem,
} from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { rememberingSent } from '../send/ownMessages';
import { sendResponse } from '../shared/sentMessage';
import { rejectMultipleItems, rejectQueuedCalls } from './limits';
import { textOr } from './pageTexts';
import { questionFrom } from './question';
import { messageFor } from './questionMessage';
import { saveQuestion } from './questionStore';
import { questionRequest as declared } from './sendAndWait';

/**
 * Returns the function that creates signed resume URLs. Throws a `ParameterError` in versions of n8n without it, because anyone who
 * guesses the ID of the execution could answer.
 */
function resumeUrlSigner(
	context: IExecuteFunctions,
): (parameters: Record<string, string>) => string {
	if (typeof context.getSignedResumeUrl === 'function') {
		return (parameters) => context.getSignedResumeUrl(parameters);
	}
	throw new ParameterError(
		`'${OPERATION_NAMES.sendAndWait}' requires a newer version of n8n that signs resume URLs. Nothing was sent.`,
		'Update n8n. All other operations work with this version.',
	);
}

/** The fields of the output item that identify the message with the question. */
function messageFields(item: ItemContext, response: IDataObject): IDataObject {
	const { messageId, messageIds, emailMessageId, conversationId } = response;
	const [first] = Array.isArray(messageIds) ? (messageIds as string[]) : [];
	return sentItem(item, { messageId: messageId ?? first ?? emailMessageId, conversationId }).json;
}

const sendQuestionMessage = rememberingSent(sendResponse);

/** Sends the question, then puts the execution to wait until it is answered or the deadline passes. */
async function sendQuestion(
	context: IExecuteFunctions,
	item: ItemContext,
): Promise<INodeExecutionData[]> {
	const question = questionFrom(item);
	const label = textOr(item.parameter('options.messageButtonLabel'), 'Respond');
	const message = messageFor(question, item.body, label, resumeUrlSigner(context));
	const request = async () => await item.request({ body: { ...item.body, ...message } });
	const [{ json }] = await sendQuestionMessage(itemWith(item, { request }));
	question.sent = messageFields(item, json);
	saveQuestion(context, question);
	const { deadline } = question;
	await context.putExecutionToWait(deadline === undefined ? WAIT_INDEFINITELY : new Date(deadline));
	// The output if the deadline passes without an answer.
	return context.getInputData();
}

/** Sends the question of the input item through the executor. Throws n8n's errors. */
async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { spec, ...request } = declared;
	const response = async (item: ItemContext) => await sendQuestion(context, item);
	return await executeOperation(context, request, { ...spec, response });
}

/**
 * Send and Wait as one of n8n's `customOperations`: sends the message and waits for the answer. Throws n8n's errors. If the node
 * continues on errors, returns a failed item instead: n8n would output the input item, as if the deadline had passed.
 */
export async function executeSendAndWait(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rejected = rejectQueuedCalls(this) ?? rejectMultipleItems(this);
	if (rejected !== undefined) return [rejected];
	const result = runOperation(this);
	return [
		this.continueOnFail()
			? await result.catch((error: Error) => [failedItem(0, error)])
			: await result,
	];
}

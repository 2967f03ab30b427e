import { WAIT_INDEFINITELY } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OPERATION_NAMES } from '../../../../shared/names';
import { ParameterError, executeOperation, itemWith, sentItem } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { rememberingSent } from '../send/ownMessages';
import { sendResponse } from '../shared/sentMessage';
import { failedItem, rejectMultipleItems, rejectQueuedCalls } from './limits';
import { questionFrom, textOr } from './question';
import { messageFor } from './questionMessage';
import { saveQuestion } from './questionStore';
import { questionRequest as declared } from './sendAndWait';

/** Signs the links. Older versions of n8n do not sign them, so anybody could answer who guesses the number of the execution. */
function resumeUrlSigner(
	context: IExecuteFunctions,
): (parameters: Record<string, string>) => string {
	if (typeof context.getSignedResumeUrl === 'function') {
		return (parameters) => context.getSignedResumeUrl(parameters);
	}
	throw new ParameterError(
		`'${OPERATION_NAMES.sendAndWait}' requires a newer version of n8n, with signed links. Nothing was sent.`,
		'Update n8n. All other operations work with this version.',
	);
}

/** What the answer's item says of the message that was sent. */
function sentMessage(item: ItemContext, reply: IDataObject): IDataObject {
	const { messageId, messageIds, emailMessageId, conversationId } = reply;
	const [first] = Array.isArray(messageIds) ? (messageIds as string[]) : [];
	return sentItem(item, { messageId: messageId ?? first ?? emailMessageId, conversationId }).json;
}

const sendMessage = rememberingSent(sendResponse);

/** Sends the question, then pauses the execution until somebody answers or the time is over. */
async function sendQuestion(
	context: IExecuteFunctions,
	item: ItemContext,
): Promise<INodeExecutionData[]> {
	const question = questionFrom(item);
	const label = textOr(item.parameter('options.messageButtonLabel'), 'Respond');
	const message = messageFor(question, item.body, label, resumeUrlSigner(context));
	const request = async () => await item.request({ body: { ...item.body, ...message } });
	const [{ json }] = await sendMessage(itemWith(item, { request }));
	question.sent = sentMessage(item, json);
	saveQuestion(context, question);
	const { deadline } = question;
	await context.putExecutionToWait(deadline === undefined ? WAIT_INDEFINITELY : new Date(deadline));
	// n8n continues with these items when the time is over.
	return context.getInputData();
}

async function sendFirstItem(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { spec, ...request } = declared;
	const response = async (item: ItemContext) => await sendQuestion(context, item);
	return await executeOperation(context, request, { ...spec, response });
}

/**
 * Sends the message and waits for its answer, as one of n8n's `customOperations`. Throws n8n's own errors, as Send does;
 * if the node continues on errors, returns a failed item: of an operation that throws, n8n would pass on the input, which
 * looks as if the time for an answer were over.
 */
export async function sendAndWait(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rejected = rejectQueuedCalls(this) ?? rejectMultipleItems(this);
	if (rejected !== undefined) return [rejected];
	const asked = sendFirstItem(this);
	return [this.continueOnFail() ? await asked.catch((error) => [failedItem(error)]) : await asked];
}

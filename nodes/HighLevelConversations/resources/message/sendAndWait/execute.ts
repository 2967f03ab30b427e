import { NodeOperationError, WAIT_INDEFINITELY } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OPERATION_NAMES } from '../../../../shared/names';
import { ParameterError, operate, recordResponse } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { question as declared } from './sendAndWait';
import { saveQuestion } from './questionStore';
import { messageFor } from './questionMessage';
import { questionFrom, textOr } from './question';

const NAME = `'${OPERATION_NAMES.sendAndWait}'`;

/**
 * One execution waits for one answer. Items left unasked would be missed by nobody, so several are refused: an error, or
 * a failed item for each where the node continues on fail.
 */
function rejectMultipleItems(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	const items = context.getInputData();
	if (items.length <= 1) return undefined;
	const message = `${NAME} asks about one item at a time, and got ${items.length}. Nothing was sent.`;
	if (context.continueOnFail()) {
		return items.map((_, item) => ({ json: { error: message }, pairedItem: { item } }));
	}
	throw new NodeOperationError(context.getNode(), message, {
		description:
			"Put 'Loop Over Items' with a batch size of 1 in front of it, or switch on 'Execute Once' in its settings to ask about the first item alone.",
	});
}

/** Versions before n8n signed its resume links would let anybody answer who can count. */
function resumeUrlSigner(
	context: IExecuteFunctions,
): (parameters: Record<string, string>) => string {
	if (typeof context.getSignedResumeUrl === 'function') {
		return (parameters) => context.getSignedResumeUrl(parameters);
	}
	throw new ParameterError(
		`This version of n8n is too old for ${NAME}: it signs no links to answer by. Nothing was sent.`,
		'Update n8n. All other operations of the node work with this version.',
	);
}

/** Sends the question, then parks the execution until somebody answers or the time is up. */
async function sendQuestion(
	context: IExecuteFunctions,
	job: ItemContext,
): Promise<INodeExecutionData[]> {
	const question = questionFrom(job);
	const label = textOr(job.parameter('options.messageButtonLabel'), 'Respond');
	const carried = messageFor(question, job.body, label, resumeUrlSigner(context));
	const asking: ItemContext = {
		...job,
		request: async () => await job.request({ body: { ...job.body, ...carried } }),
	};
	const [{ json }] = await recordResponse()(asking);
	const { messageId, conversationId } = json;
	question.sent = { messageId, conversationId } as IDataObject;
	saveQuestion(context, question);
	const { until } = question;
	await context.putExecutionToWait(until === undefined ? WAIT_INDEFINITELY : new Date(until));
	// n8n passes the input on when the time is up.
	return context.getInputData();
}

/**
 * Sends the message and waits for its answer, as one of n8n's `customOperations`.
 * Throws n8n's own errors, as Send does; then the execution does not wait.
 */
export async function sendAndWait(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { plan, ...request } = declared;
	const run = async (job: ItemContext) => await sendQuestion(this, job);
	return [
		rejectMultipleItems(this) ?? (await operate(this, 0, request, { ...plan, response: run })),
	];
}

import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { acquireAnswer, releaseAnswer } from './answerLock';
import { answerItem } from './answerItem';
import { PAGE_HEADERS } from './pageLayout';
import { languageFrom, pageTextsFrom } from './pageTexts';
import { messagePage, questionPage } from './questionPage';
import type { MessagePageKind } from './questionPage';
import type { Question } from './question';
import { loadQuestion } from './questionStore';
import { submissionFrom } from './submission';
import { problemsIn } from './validation';

const METHODS = ['GET', 'POST'] as const;

/** The webhooks of the page. n8n calls them only for a waiting execution, and only with a signed URL. */
export const webhooks: IWebhookDescription[] = METHODS.map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	// Empty, so that n8n responds with the page that the webhook returns.
	responseData: '',
	path: '={{ $nodeId }}',
	isFullPath: true,
	restartWebhook: true,
}));

const HTTP_STATUS = {
	conflict: 409,
	gone: 410,
	unsupportedMediaType: 415,
	unprocessable: 422,
	failed: 500,
} as const;

/** Language and texts for requests without a question. */
const DEFAULTS = { language: languageFrom(undefined), texts: pageTextsFrom(undefined) };

/** The response object with the headers of a page. */
function preparedResponse(context: IWebhookFunctions) {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	return response;
}

/** Responds with a page. The execution continues to wait. */
function showPage(context: IWebhookFunctions, page: string, status = 200): IWebhookResponseData {
	preparedResponse(context).status(status).send(page);
	return { noWebhookResponse: true };
}

/** Responds with a message. The execution continues to wait. */
const showMessage = (
	context: IWebhookFunctions,
	message: MessagePageKind,
	question: Question | undefined,
	status: number,
): IWebhookResponseData => showPage(context, messagePage(message, question ?? DEFAULTS), status);

/** Accepts an answer and resumes the execution, unless the answer is invalid or the question was already answered. */
async function submitAnswer(
	context: IWebhookFunctions,
	question: Question,
): Promise<IWebhookResponseData> {
	const submission = submissionFrom(context);
	if (submission === undefined) {
		return showMessage(context, 'failed', question, HTTP_STATUS.unsupportedMediaType);
	}
	const problems = problemsIn(question, submission);
	if (problems.size > 0) {
		const page = questionPage(question, { submission, problems });
		return showPage(context, page, HTTP_STATUS.unprocessable);
	}
	if (!acquireAnswer(question.id))
		return showMessage(context, 'closed', question, HTTP_STATUS.conflict);
	let isAccepted = false;
	try {
		const item = await answerItem(context, question, submission);
		preparedResponse(context);
		isAccepted = true;
		return { webhookResponse: messagePage('thankYou', question), workflowData: [[item]] };
	} finally {
		if (!isAccepted) releaseAnswer(question.id);
	}
}

async function handleRequest(
	context: IWebhookFunctions,
	question: Question | undefined,
): Promise<IWebhookResponseData> {
	const { method, query } = context.getRequestObject();
	if (question === undefined || question.id !== query.question) {
		return showMessage(context, 'closed', question, HTTP_STATUS.gone);
	}
	if (question.deadline !== undefined && question.deadline <= Date.now()) {
		return showMessage(context, 'expired', question, HTTP_STATUS.gone);
	}
	if (method === 'POST') return await submitAnswer(context, question);
	// A GET only shows the page, because messengers and email scanners open links automatically.
	return showPage(context, questionPage(question, { chosen: query.approved !== 'false' }));
}

/**
 * Shows the page of a question, and accepts the answer that is posted from it. Never throws, because n8n would end the waiting
 * execution with the error.
 */
export async function answerWebhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	let question: Question | undefined;
	try {
		question = loadQuestion(this);
		return await handleRequest(this, question);
	} catch (error) {
		this.logger.error(`${this.getNode().name}: the response page failed: ${String(error)}`);
		return showMessage(this, 'failed', question, HTTP_STATUS.failed);
	}
}

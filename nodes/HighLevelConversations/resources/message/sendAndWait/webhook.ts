import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { answerItem, problemsIn, submissionIn } from './submission';
import { acquireAnswer } from './answerLock';
import { HEADERS } from './pageLayout';
import { loadQuestion } from './questionStore';
import { messagePage, questionPage } from './questionPage';
import type { Question } from './question';

/** n8n answers these for a parked execution alone, and only to the signed address. */
const both = ['GET', 'POST'] as const;
export const webhooks: IWebhookDescription[] = both.map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	// Nothing here, so that n8n answers with the page.
	responseData: '',
	path: '={{ $nodeId }}',
	isFullPath: true,
	restartWebhook: true,
}));

const CLOSED_PAGE = messagePage(
	'This question is closed',
	'It has been answered already, or is not asked any more. There is nothing left to do here.',
);
const EXPIRED_PAGE = messagePage(
	'The time for this answer is over',
	'Nothing was changed. Please get in touch with whoever sent you the link.',
);
const THANKS = messagePage(
	'Thank you',
	'Your answer has been received. You can close this page now.',
);
const FAILED = messagePage(
	'This did not work',
	'Your answer has not been received. Please try again in a moment.',
);

function prepared(context: IWebhookFunctions) {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
	return response;
}

/** Answers with a page, and lets the execution wait on. */
function show(context: IWebhookFunctions, page: string, status = 200): IWebhookResponseData {
	prepared(context).status(status).send(page);
	return { noWebhookResponse: true };
}

/** Takes an answer, unless one came first or something is wrong with it. */
async function submitAnswer(
	context: IWebhookFunctions,
	question: Question,
): Promise<IWebhookResponseData> {
	const submission = submissionIn(context.getBodyData());
	const problems = problemsIn(question, submission);
	if (problems.size > 0) {
		return show(context, questionPage(question, { submission, problems }), 422);
	}
	const item = await answerItem(context, question, submission);
	if (!acquireAnswer(question.id)) return show(context, CLOSED_PAGE, 409);
	prepared(context);
	return { webhookResponse: THANKS, workflowData: [[item]] };
}

async function handleRequest(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const question = loadQuestion(context);
	const { method, query } = context.getRequestObject();
	if (question === undefined || question.id !== query.question)
		return show(context, CLOSED_PAGE, 410);
	if (question.until !== undefined && question.until <= Date.now())
		return show(context, EXPIRED_PAGE, 410);
	if (method === 'POST') return await submitAnswer(context, question);
	// Messengers and mail scanners look at links before people do: looking decides nothing.
	return show(context, questionPage(question, { chosen: query.approved !== 'false' }));
}

/**
 * Shows the page behind a question's link, and takes the answer that is posted from it.
 * Never throws: n8n would end the waiting execution with the failure.
 */
export async function answerWebhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await handleRequest(this);
	} catch (error) {
		this.logger.error(`${this.getNode().name}: the page to answer failed: ${String(error)}`);
		return show(this, FAILED, 500);
	}
}

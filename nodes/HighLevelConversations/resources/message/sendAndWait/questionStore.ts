import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Question } from './question';

const KEY = 'question';

/** Keeps what was asked in the node's own context, which n8n saves with the parked execution. */
export function saveQuestion(context: IExecuteFunctions, question: Question): void {
	Object.assign(context.getContext('node'), { [KEY]: question });
}

/** The node's name as a text inside of an expression: braces would end it. */
const quoted = (name: string) =>
	JSON.stringify(name).replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d'));

/** What the execution waits for, undefined where it waits for nothing. A webhook reaches the context by an expression alone. */
export function loadQuestion(context: IWebhookFunctions): Question | undefined {
	const { name } = context.getNode();
	const kept = context.evaluateExpression(`{{ $node[${quoted(name)}].context["${KEY}"] }}`, 0);
	const question = kept as unknown as Question | undefined;
	return typeof question?.id === 'string' ? question : undefined;
}

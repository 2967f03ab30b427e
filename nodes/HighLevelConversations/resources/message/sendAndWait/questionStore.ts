import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Question } from './question';

const KEY = 'question';

/** Saves the question in the node's context, which n8n saves with the waiting execution. */
export function saveQuestion(context: IExecuteFunctions, question: Question): void {
	Object.assign(context.getContext('node'), { [KEY]: question });
}

/** The node's name as a string literal for an expression. Braces are escaped, because they could end the expression. */
const quotedName = (name: string) =>
	JSON.stringify(name).replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d'));

/**
 * Loads the question of the waiting execution; undefined if there is none. Uses an expression, because webhooks have no other access to
 * the node's context.
 */
export function loadQuestion(context: IWebhookFunctions): Question | undefined {
	const { name } = context.getNode();
	const stored = context.evaluateExpression(
		`{{ $node[${quotedName(name)}].context["${KEY}"] }}`,
		0,
	);
	const question = stored as unknown as Question | undefined;
	return typeof question?.id === 'string' ? question : undefined;
}

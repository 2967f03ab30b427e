/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createRequire } from 'node:module';

import type * as Runtime from '@n8n/expression-runtime';
import { Expression, LoggerProxy } from 'n8n-workflow';

const requireFromWorkflow = createRequire(require.resolve('n8n-workflow'));

/**
 * Evaluates expressions in an isolate, as n8n does by default, until the result is called. `Expression.initExpressionEngine`
 * imports the same evaluator dynamically, which Jest does not support.
 */
export async function useIsolate(): Promise<() => Promise<void>> {
	const runtime = requireFromWorkflow('@n8n/expression-runtime') as typeof Runtime;
	const { expressionSandboxHooks } = requireFromWorkflow('n8n-workflow/expression-sandboxing') as {
		expressionSandboxHooks: ConstructorParameters<typeof Runtime.ExpressionEvaluator>[0]['hooks'];
	};
	const evaluator = new runtime.ExpressionEvaluator({
		createBridge: () => new runtime.IsolatedVmBridge({ timeout: 5000, memoryLimit: 128 }),
		maxCodeCacheSize: 1024,
		poolSize: 1,
		hooks: expressionSandboxHooks,
		logger: LoggerProxy,
	});
	await evaluator.initialize();
	Object.assign(Expression, { vmEvaluator: evaluator });
	Expression.setExpressionEngine('vm');
	return async () => {
		Expression.setExpressionEngine('legacy');
		await Expression.disposeExpressionEngine();
	};
}

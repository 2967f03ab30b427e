// Parts of n8n-workflow, because loading the whole package takes longer than most tests, and it is loaded for each change.
const FILES: Record<string, string | undefined> = {
	NodeApiError: 'errors/node-api.error',
	NodeOperationError: 'errors/node-operation.error',
	deepCopy: 'utils',
	isResourceLocatorValue: 'type-guards',
	sleep: 'utils',
	tryToParseDateTime: 'type-validation',
};

/** The exports of n8n-workflow. The file of each is loaded when it is used for the first time. */
module.exports = new Proxy({} as Record<string, unknown>, {
	get(_, name: string) {
		const file = `n8n-workflow/dist/cjs/${FILES[name] ?? 'index'}.js`;
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		return (require(file) as Record<string, unknown>)[name];
	},
});

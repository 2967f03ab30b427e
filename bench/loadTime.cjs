// Prints how many ms it takes to load the given modules and to make their classes, as n8n does at its start.
// Plain JavaScript: a loader for TypeScript would be measured as well.
const { registerHooks } = require('node:module');
const { performance } = require('node:perf_hooks');
const { pathToFileURL } = require('node:url');

const url = pathToFileURL(require.resolve('n8n-workflow')).href;
registerHooks({
	resolve: (specifier, context, next) =>
		specifier === 'n8n-workflow'
			? { url, format: 'commonjs', shortCircuit: true }
			: next(specifier, context),
});
require('n8n-workflow');

const start = performance.now();
for (const file of process.argv.slice(2)) {
	const [Type] = Object.values(require(file));
	new Type();
}
console.log(performance.now() - start);

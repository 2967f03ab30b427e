// Prints how many ms it takes to load the given modules and to create their classes, like n8n at its start.
// Plain JavaScript, because a loader for TypeScript would add to the measured time.
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

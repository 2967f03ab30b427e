/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const url = pathToFileURL(require.resolve('n8n-workflow')).href;

/**
 * Makes every module of this process use the same n8n-workflow, as in an installed n8n: the package is installed without
 * its peer dependency, and n8n's own nodes would load a second copy.
 */
registerHooks({
	resolve: (specifier, context, next) =>
		specifier === 'n8n-workflow'
			? { url, format: 'commonjs', shortCircuit: true }
			: next(specifier, context),
});

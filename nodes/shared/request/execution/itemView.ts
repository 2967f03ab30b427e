import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
} from 'n8n-workflow';
import { isOAuth2Credential } from '../transport';

/** Whether a value is a resource locator's. n8n also accepts one without its mark `__rl`, as people write it by hand. */
const isLocator = (value: unknown): value is { mode: unknown; value: unknown } =>
	typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;

/**
 * One item's view of a run, as n8n's declarative engine passes it to the executor: its parameters, input, files and credential.
 * `read` returns the item's parameters by their paths.
 */
export function itemViewOf(
	context: IExecuteFunctions,
	itemIndex: number,
	read: (path: string) => unknown,
): IExecutePaginationFunctions {
	const { helpers } = context;
	const credentials = new Map<string, Promise<ICredentialDataDecryptedObject>>();
	const own = {
		getItemIndex: () => itemIndex,
		getInputData: (...from: Parameters<IExecuteFunctions['getInputData']>) =>
			context.getInputData(...from)[itemIndex],
		getNodeParameter(
			path: string,
			fallback?: unknown,
			options?: Parameters<IExecuteFunctions['getNodeParameter']>[3],
		) {
			const value = read(path);
			if (value === undefined) return fallback;
			if (!options?.extractValue || !isLocator(value)) return value;
			// Only a URL holds its value inside: n8n extracts it, and evaluates the parameter a second time for that.
			return value.mode === 'url'
				? context.getNodeParameter(path, itemIndex, fallback, options)
				: value.value;
		},
		/** The item's credential, whose fields may be expressions. Read once, unless n8n may renew its token. */
		async getCredentials(type: string) {
			if (isOAuth2Credential(type)) return await context.getCredentials(type, itemIndex);
			const known = credentials.get(type) ?? context.getCredentials(type, itemIndex);
			credentials.set(type, known);
			return { ...(await known) };
		},
		helpers: {
			...helpers,
			assertBinaryData: (field: string) => helpers.assertBinaryData(itemIndex, field),
			getBinaryDataBuffer: async (field: string) =>
				await helpers.getBinaryDataBuffer(itemIndex, field),
		},
	};
	// Everything else is the same for an item as for the run.
	return Object.assign(Object.create(context) as IExecutePaginationFunctions, own);
}

import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INode,
} from 'n8n-workflow';
import { isOAuth2Credential } from '../transport';
import { ParameterReader } from './parameterReader';

type Credential = Promise<ICredentialDataDecryptedObject>;

/** Whether a value is that of a resource locator. Like n8n, accepts one without `__rl`, as people write it in JSON. */
const isLocator = (value: unknown): value is { mode: unknown; value: unknown } =>
	typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;

/**
 * Returns a function that creates the context of an item by its index, like the one of n8n's declarative engine: with the
 * item's parameters, input, files and credential. Everything else is inherited from the context of the run.
 */
export function itemViewsOf(
	context: IExecuteFunctions,
): (itemIndex: number) => IExecutePaginationFunctions {
	const reader = new ParameterReader(context);
	// `getNode` copies the node on every call.
	const node = context.getNode();

	class ItemView {
		private readonly readParameter: (path: string) => unknown;
		private credential?: { type: string; value: Credential };

		constructor(private readonly viewIndex: number) {
			this.readParameter = reader.forItem(viewIndex);
		}

		getNode(): INode {
			return node;
		}

		getItemIndex(): number {
			return this.viewIndex;
		}

		getInputData(...from: Parameters<IExecuteFunctions['getInputData']>) {
			return context.getInputData(...from)[this.viewIndex];
		}

		getNodeParameter(
			path: string,
			fallback?: unknown,
			options?: Parameters<IExecuteFunctions['getNodeParameter']>[3],
		): unknown {
			const value = this.readParameter(path);
			if (value === undefined) return fallback;
			if (!options?.extractValue || !isLocator(value)) return value;
			// n8n evaluates the parameter a second time to extract the value, which is only needed for URLs.
			return value.mode === 'url'
				? context.getNodeParameter(path, this.viewIndex, fallback, options)
				: value.value;
		}

		/** The item's credential, whose fields may be expressions. Read only once, unless n8n may refresh its token. */
		async getCredentials(type: string): Credential {
			if (isOAuth2Credential(type)) return await context.getCredentials(type, this.viewIndex);
			if (this.credential?.type !== type) {
				this.credential = { type, value: context.getCredentials(type, this.viewIndex) };
			}
			return { ...(await this.credential.value) };
		}

		get helpers() {
			const { viewIndex } = this;
			const { helpers } = context;
			return {
				...helpers,
				assertBinaryData: (field: string) => helpers.assertBinaryData(viewIndex, field),
				getBinaryDataBuffer: async (field: string) =>
					await helpers.getBinaryDataBuffer(viewIndex, field),
			};
		}
	}
	// All other methods are those of the run's context.
	Object.setPrototypeOf(ItemView.prototype, context);
	return (itemIndex) => new ItemView(itemIndex) as unknown as IExecutePaginationFunctions;
}

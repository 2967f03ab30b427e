import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INode,
} from 'n8n-workflow';
import { isOAuth2Credential } from '../transport';
import { ParameterReader } from './parameterReader';

type Credential = Promise<ICredentialDataDecryptedObject>;

/** Whether a value is a resource locator's. n8n also accepts one without its mark `__rl`, as people write it by hand. */
const isLocator = (value: unknown): value is { mode: unknown; value: unknown } =>
	typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;

/**
 * Returns a function that makes one item's view of a run, by its index: the item's parameters, input, files and credential, with the
 * methods of the context that n8n's declarative engine passes to the executor. Everything else is the run's own.
 */
export function itemViewsOf(
	context: IExecuteFunctions,
): (itemIndex: number) => IExecutePaginationFunctions {
	const reader = new ParameterReader(context);
	// n8n copies the node each time that it is asked for.
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
			// Only a URL contains its value: n8n extracts it, and evaluates the parameter a second time for that.
			return value.mode === 'url'
				? context.getNodeParameter(path, this.viewIndex, fallback, options)
				: value.value;
		}

		/** The item's credential, whose fields may be expressions. Read once, unless n8n may renew its token. */
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
	// The run's context stands behind the views.
	Object.setPrototypeOf(ItemView.prototype, context);
	return (itemIndex) => new ItemView(itemIndex) as unknown as IExecutePaginationFunctions;
}

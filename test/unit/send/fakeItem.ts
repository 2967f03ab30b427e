import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { ApiError } from '../../../nodes/shared/request/errors';
import type { ApiErrorDetails } from '../../../nodes/shared/request/errors';
import {
	mayHaveBeenSent,
	sendOnlyOnce,
} from '../../../nodes/shared/request/execution/sendOnlyOnce';
import type { ItemContext, ReadRequest } from '../../../nodes/shared/request/operationSpec';

/** Settings of a fake item, in addition to its body. */
export interface Given {
	options?: IDataObject;
	parameters?: IDataObject;
	/** Returns the response to a read, or throws its error. */
	answer?(request: ReadRequest): unknown;
	/** The headers of the responses. */
	headers?: IDataObject;
	/** Results that items share within a run. */
	run?: Map<string, Promise<unknown>>;
	/** Results of the messages that an earlier try of the node has sent. */
	sent?: Map<string, Promise<unknown>>;
	/** Identifies the execution, to find what it has already sent. */
	signal?: AbortSignal;
}

/** An item of Send for its middleware, without n8n and without a network, together with its reads and waits. */
export function fakeItem(body: IDataObject, given: Given = {}) {
	const { options, parameters = {}, answer = () => ({}), headers = {}, signal } = given;
	const { run = new Map<string, Promise<unknown>>(), sent = new Map<string, Promise<unknown>>() } =
		given;
	const reads: ReadRequest[] = [];
	const waits: number[] = [];
	const context = { getTimezone: () => 'Europe/Berlin', getExecuteData: () => context };
	const item = {
		body,
		context,
		session: { baseUrl: 'https://api', signal },
		itemIndex: 0,
		extraOutput: {},
		warnings: [] as string[],
		beforeSend: [],
		parameter: (path: string) => (path === 'options' ? options : parameters[path]),
		requireLocationId: () => 'location',
		warn(message: string) {
			this.warnings.push(message);
		},
		async memoize(key: string, work: () => Promise<unknown>) {
			const known = run.get(key) ?? work();
			run.set(key, known);
			return await known;
		},
		sendOnlyOnce: async (key: string, work: () => Promise<unknown>) =>
			await sendOnlyOnce(sent, key, work),
		wasSent: async (key: string) => await mayHaveBeenSent(sent.get(key)),
		async sleep(ms: number) {
			waits.push(ms);
			return await Promise.resolve();
		},
		async get(request: ReadRequest) {
			reads.push(request);
			return { status: 200, headers, body: await answer(request) };
		},
	};
	return { item: item as unknown as ItemContext, reads, waits };
}

/** HighLevel's refusal of a request. */
export const refused = (status: number, text: string, more: Partial<ApiErrorDetails> = {}) =>
	new ApiError({ kind: 'status', status, text, ...more });

/** The results of an item that was sent. */
export const sentAs = (json: IDataObject): INodeExecutionData[] => [
	{ json, pairedItem: { item: 0 } },
];

/** n8n's HTTP Request node, as a careful user would set it up, in the same engine with the same credential. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Contender, Target } from '../types';
import { outcomeOfItems } from './node';
import { hashOf, itemsOf, storedFile, waitForNewWindow } from './shared';

const loadEngine = async () => await import('../engine');

const parameters = (values: Record<string, string | number>): INodeParameters => ({
	parameters: Object.entries(values).map(([name, value]) => ({ name, value: String(value) })),
});

interface List {
	path: (target: Target) => string;
	query: (target: Target) => Record<string, string | number>;
	/** The query parameter of the cursor, and the expression for it in a response. */
	param: string;
	next: string;
	/** The expression that ends the pagination. */
	complete: string;
	/** Path of the records in a response. */
	field: string;
}

/** The node's pagination followed by Split Out: one item per record, as with our node. */
const list =
	({ path, query, param, next, complete, field }: List): Contender =>
	async (target) => {
		const { httpRequest, splitOut, startEngine } = await loadEngine();
		const engine = await startEngine(target);
		const pagination: INodeParameters = {
			paginationMode: 'updateAParameterInEachRequest',
			parameters: { parameters: [{ type: 'qs', name: param, value: next }] },
			paginationCompleteWhen: 'other',
			completeExpression: complete,
		};
		const steps = (more: INodeParameters) => [
			httpRequest({
				url: `${target.url}${path(target)}`,
				sendQuery: true,
				queryParameters: parameters(query(target)),
				options: { pagination: { pagination: { ...pagination, ...more } } },
			}),
			splitOut(field),
		];
		return {
			warmUp: async () => await engine.run(steps({ limitPagesFetched: true, maxRequests: 1 })),
			run: async () => outcomeOfItems(await engine.run(steps({}))),
		};
	};

export const exportAll = list({
	path: () => '/conversations/messages/export',
	query: ({ locationId }) => ({ locationId, limit: 1000 }),
	param: 'cursor',
	next: '={{ $response.body.nextCursor }}',
	complete: '={{ !$response.body.nextCursor }}',
	field: 'messages',
});

export const search = list({
	path: () => '/conversations/search',
	query: ({ locationId }) => ({ locationId, limit: 100 }),
	param: 'startAfterDate',
	next: '={{ $response.body.conversations.at(-1).sort[0] }}',
	complete: '={{ $response.body.conversations.length < 100 }}',
	field: 'conversations',
});

export const messages = list({
	path: ({ conversationId }) => `/conversations/${conversationId}/messages`,
	query: () => ({ limit: 100 }),
	param: 'lastMessageId',
	next: '={{ $response.body.messages.lastMessageId }}',
	complete: '={{ !$response.body.messages.nextPage }}',
	field: 'messages.messages',
});

/** With default options, or with batches that match the rate limit. */
export const sends =
	(batched: boolean): Contender =>
	async (target) => {
		const { httpRequest, startEngine } = await loadEngine();
		const engine = await startEngine(target);
		const { max = 0, intervalMs = 0 } = target.window ?? {};
		const batching = { batch: { batchSize: max, batchInterval: intervalMs } };
		const send = httpRequest({
			method: 'POST',
			url: `${target.url}/conversations/messages`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ { type: 'SMS', contactId: $json.id, message: 'Hello ' + $json.id } }}`,
			options: batched ? { batching } : {},
		});
		const run = async (ids?: string[]) => await engine.run([send], itemsOf(ids));
		return {
			warmUp: async () => {
				await run(target.spareIds);
				await waitForNewWindow(target);
			},
			run: async () => outcomeOfItems(await run(target.ids), 'messageId'),
		};
	};

export const gets: Contender = async (target) => {
	const { httpRequest, startEngine } = await loadEngine();
	const engine = await startEngine(target);
	const get = httpRequest({
		url: `=${target.url}/conversations/messages/{{ $json.id }}`,
		options: {},
	});
	const run = async (ids?: string[]) => await engine.run([get], itemsOf(ids));
	return {
		warmUp: async () => await run(target.ids?.slice(0, 20)),
		run: async () => {
			const items = await run(target.ids);
			const messagesOf = ({ json, ...item }: INodeExecutionData) => ({
				...item,
				json: json.message as INodeExecutionData['json'],
			});
			return outcomeOfItems(items.map(messagesOf));
		},
	};
};

export const download: Contender = async (target) => {
	const { httpRequest, startEngine } = await loadEngine();
	const engine = await startEngine(target);
	const { url, locationId } = target;
	const fetched = async (messageId = '') =>
		await engine.run([
			httpRequest({
				url: `${url}/conversations/messages/${messageId}/locations/${locationId}/recording`,
				options: { response: { response: { responseFormat: 'file' } } },
			}),
		]);
	let items: INodeExecutionData[] = [];
	return {
		warmUp: async () => await fetched(target.smallMessageId),
		run: async () => {
			items = await fetched(target.messageId);
			return {};
		},
		proof: async () => ({ sha256: await hashOf(engine.binary, items[0]?.binary?.data) }),
	};
};

/** Only the PUT; the signed address is requested before, because the responses would replace the file. */
export const upload: Contender = async (target) => {
	const { httpRequest, startEngine } = await loadEngine();
	const engine = await startEngine(target);
	const [initiated] = await engine.run([
		httpRequest({
			method: 'POST',
			url: `${target.url}/conversations/messages/upload/initiate`,
			sendBody: true,
			bodyParameters: parameters({
				locationId: target.locationId,
				conversationId: target.conversationId ?? '',
				filename: 'call.wav',
				contentType: 'audio/x-wav',
				channel: 'WHATSAPP',
			}),
			options: {},
		}),
	]);
	const put = {
		...httpRequest({}),
		parameters: {
			method: 'PUT',
			url: '={{ $json.uploadUrl }}',
			sendHeaders: true,
			headerParameters: parameters({ 'Content-Type': 'audio/x-wav' }),
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'data',
			options: {},
		},
	};
	const data = await storedFile(engine.binary, target.bytes ?? 0);
	return {
		run: async () => {
			await engine.run([put], [{ ...initiated, binary: { data } }]);
			return {};
		},
	};
};

/** Our node, in n8n's engine. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Contender, Outcome, Target } from '../types';
import { hashOf, itemsOf, storedFile, waitForNewWindow } from './shared';

const loadEngine = async (target: Target) => await (await import('../engine')).startEngine(target);

const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** IDs of the output items, and whether they are linked to their input items. */
export const outcomeOfItems = (items: INodeExecutionData[], key = 'id'): Outcome => ({
	ids: items.map(({ json }) => String(json[key])),
	linked: items.every(({ pairedItem }) => typeof pairedItem === 'object'),
});

const list =
	(parameters: (target: Target) => INodeParameters): Contender =>
	async (target) => {
		const engine = await loadEngine(target);
		const { ours } = await import('../engine');
		const whole = parameters(target);
		return {
			warmUp: async () => await engine.run([ours({ ...whole, returnAll: false, limit: 100 })]),
			run: async () => outcomeOfItems(await engine.run([ours({ ...whole, returnAll: true })])),
		};
	};

export const exportAll = list(() => ({ resource: 'message', operation: 'export' }));

export const exportInWindows = (parallelWindows: number): Contender =>
	list(({ startDate = '', endDate = '' }) => ({
		resource: 'message',
		operation: 'export',
		filters: { startDate, endDate },
		options: { parallelWindows },
	}));

/** One input item per part of the period, newest first, because n8n limits the results per item. */
export const exportInSlices =
	(slices: number): Contender =>
	async (target) => {
		const engine = await loadEngine(target);
		const { ours } = await import('../engine');
		const [from, to] = [target.startDate, target.endDate].map((date = '') => Date.parse(date));
		const length = (to - from) / slices;
		const iso = (ms: number) => new Date(ms).toISOString();
		const items = Array.from({ length: slices }, (_, index) => ({
			// Both ends are inclusive.
			json: { start: iso(to - (index + 1) * length), end: iso(to - index * length - 1) },
		}));
		const step = ours({
			resource: 'message',
			operation: 'export',
			returnAll: true,
			filters: { startDate: '={{ $json.start }}', endDate: '={{ $json.end }}' },
		});
		return { run: async () => outcomeOfItems(await engine.run([step], items)) };
	};

export const search = list(() => ({ resource: 'search', operation: 'searchConversations' }));

export const messages = list(({ conversationId = '' }) => ({
	resource: 'message',
	operation: 'getAll',
	conversationId: byId(conversationId),
}));

const sendWith =
	(options: INodeParameters): Contender =>
	async (target) => {
		const engine = await loadEngine(target);
		const { ours } = await import('../engine');
		const send = ours({
			resource: 'message',
			operation: 'send',
			type: 'SMS',
			contactId: '={{ $json.id }}',
			message: '=Hello {{ $json.id }}',
			options,
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

export const sends = sendWith({});

/** With Skip If Sent Within one hour. */
export const sendsUnlessSent = sendWith({ skipIfSent: 1 });

export const gets: Contender = async (target) => {
	const engine = await loadEngine(target);
	const { ours } = await import('../engine');
	const get = ours({ resource: 'message', operation: 'get', messageId: '={{ $json.id }}' });
	return {
		warmUp: async () => await engine.run([get], itemsOf(target.ids?.slice(0, 20))),
		run: async () => outcomeOfItems(await engine.run([get], itemsOf(target.ids))),
	};
};

export const download: Contender = async (target) => {
	const engine = await loadEngine(target);
	const { ours } = await import('../engine');
	const fetched = async (messageId = '') =>
		await engine.run([ours({ resource: 'message', operation: 'getRecording', messageId })]);
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

export const upload: Contender = async (target) => {
	const engine = await loadEngine(target);
	const { ours } = await import('../engine');
	const parameters = {
		resource: 'upload',
		operation: 'uploadLargeFile',
		conversationId: byId(target.conversationId ?? ''),
		channel: 'WHATSAPP',
	};
	const binary = { data: await storedFile(engine.binary, target.bytes ?? 0) };
	const json: IDataObject = {};
	return {
		run: async () => {
			await engine.run([ours(parameters)], [{ json, binary }]);
			return {};
		},
	};
};

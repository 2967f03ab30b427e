/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

import { ApiError } from '../../../../nodes/shared/request/errors';
import {
	failedItem,
	performItem,
	recipientText,
} from '../../../../nodes/shared/request/execution/performItem';
import { Run, RunAborted } from '../../../../nodes/shared/request/execution/run';
import type { ItemContext, OperationSpec } from '../../../../nodes/shared/request/operationSpec';

interface Given {
	spec?: Partial<OperationSpec>;
	body?: object;
	itemIndex?: number;
	continues?: boolean;
	extraOutput?: object;
}

const sent = (json: object): INodeExecutionData[] => [{ json: { ...json } }];

/** An item whose response handler is `work`. */
const itemWith = (work: () => Promise<INodeExecutionData[]>, given: Given = {}) =>
	({
		itemIndex: given.itemIndex ?? 0,
		body: given.body ?? {},
		extraOutput: given.extraOutput ?? {},
		spec: { retry: 'unprocessed', response: work, ...given.spec },
		context: { continueOnFail: () => given.continues ?? false },
	}) as unknown as ItemContext;

const tick = async () => await new Promise((resolve) => setImmediate(resolve));

describe('performItem', () => {
	it('returns the results, and counts the item', async () => {
		const run = new Run(1);
		const extraOutput = { scheduledFor: 'later' };
		const work = async () => sent({ id: 1 });
		expect(await performItem(run, itemWith(work))).toEqual(sent({ id: 1 }));
		const more = await performItem(run, itemWith(work, { itemIndex: 1, extraOutput }));
		expect(more).toEqual(sent({ id: 1, scheduledFor: 'later' }));
		expect([run.sentCount, run.skippedCount, run.isAborted]).toEqual([2, 0, false]);
	});

	it('counts skipped items separately', async () => {
		const run = new Run(1);
		await performItem(
			run,
			itemWith(async () => sent({ skipped: true })),
		);
		expect([run.sentCount, run.skippedCount]).toEqual([0, 1]);
		const partly = async () => [...sent({ skipped: true }), ...sent({ id: 1 })];
		await performItem(run, itemWith(partly, { itemIndex: 1 }));
		expect([run.sentCount, run.skippedCount]).toEqual([1, 1]);
	});

	it('sends a write once across all attempts of the node', async () => {
		const work = jest.fn().mockResolvedValue(sent({ id: 1 }));
		const first = new Run(1);
		await performItem(first, itemWith(work));
		await performItem(new Run(1, first), itemWith(work));
		expect(work).toHaveBeenCalledTimes(1);
		await performItem(new Run(1, first), itemWith(work, { itemIndex: 1 }));
		expect(work).toHaveBeenCalledTimes(2);
	});

	it('reads again in each attempt of the node', async () => {
		const work = jest.fn().mockResolvedValue(sent({ id: 1 }));
		const first = new Run(1);
		const item = itemWith(work, { spec: { retry: 'safe' } });
		await performItem(first, item);
		await performItem(new Run(1, first), item);
		expect(work).toHaveBeenCalledTimes(2);
	});

	it('tells the middleware if an earlier attempt has sent the item', async () => {
		const told: boolean[] = [];
		const middleware: Parameters<typeof performItem>[2] = async ({ next, alreadySent }) => {
			told.push(alreadySent);
			return await next();
		};
		const work = jest.fn().mockResolvedValue(sent({ id: 1 }));
		const first = new Run(1);
		expect(await performItem(first, itemWith(work), middleware)).toEqual(sent({ id: 1 }));
		await performItem(new Run(1, first), itemWith(work), middleware);
		expect(told).toEqual([false, true]);
		expect(work).toHaveBeenCalledTimes(1);
	});

	it('stops the run if an item fails, unless the node continues', async () => {
		const error = new ApiError({ kind: 'status', status: 400 });
		const fails = async () => await Promise.reject(error);
		const run = new Run(2);
		await expect(performItem(run, itemWith(fails, { continues: true }))).rejects.toBe(error);
		expect(run.isAborted).toBe(false);
		await expect(performItem(run, itemWith(fails, { itemIndex: 1 }))).rejects.toBe(error);
		expect(run.isAborted).toBe(true);
		const work = jest.fn();
		expect(await performItem(run, itemWith(work, { itemIndex: 2 }))).toEqual([]);
		expect(work).not.toHaveBeenCalled();
		expect([run.sentCount, run.skippedCount]).toEqual([0, 0]);
	});

	it('returns nothing for an item that was stopped with the run', async () => {
		const run = new Run(1);
		const work = async () => await Promise.reject(new RunAborted());
		expect(await performItem(run, itemWith(work))).toEqual([]);
		expect([run.sentCount, run.skippedCount, run.isAborted]).toEqual([0, 0, false]);
	});

	it('sends items with the same value in order, others in parallel', async () => {
		const order = async (sequentialBy: string | undefined) => {
			const run = new Run(2);
			const events: string[] = [];
			const work = (name: string) => async () => {
				events.push(`${name} starts`);
				await tick();
				events.push(`${name} ends`);
				return sent({});
			};
			const item = (name: string, itemIndex: number) =>
				itemWith(work(name), { spec: { sequentialBy }, body: { contactId: 'k1' }, itemIndex });
			await Promise.all([performItem(run, item('a', 0)), performItem(run, item('b', 1))]);
			return events;
		};
		expect(await order('contactId')).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
		expect(await order(undefined)).toEqual(['a starts', 'b starts', 'a ends', 'b ends']);
	});
});

describe('a failed item', () => {
	it('contains the error, and the known details', () => {
		expect(failedItem(3, { message: 'No' })).toEqual({
			json: { error: 'No' },
			pairedItem: { item: 3 },
		});
		const { json } = failedItem(3, { message: 'No', description: 'Why.' }, 'Contact ID: k1.');
		expect(json).toEqual({ error: 'No', details: 'Why. Contact ID: k1.' });
		expect(failedItem(3, { message: 'No', description: null }, 'X.').json.details).toBe('X.');
	});

	const messages = { itemNoun: 'messages' } as OperationSpec;
	const contextOf = (parameters: Record<string, unknown>) =>
		({
			getNodeParameter(path: string) {
				if (parameters[path] instanceof Error) throw parameters[path];
				return parameters[path] ?? null;
			},
		}) as unknown as IExecutePaginationFunctions;

	it.each([
		[{ contactId: 'k1', type: 'SMS' }, 'Contact: k1. Type: SMS.'],
		[{ contactId: 'k1' }, 'Contact: k1.'],
		[{ contactId: '', type: 'SMS' }, 'Contact: none. Type: SMS.'],
		[{ contactId: new Error('No'), type: new Error('No') }, 'Contact: none.'],
		[{ contactId: 'x'.repeat(1_000) }, `Contact: ${'x'.repeat(100)}.`],
	])('names the recipient from the fields %j', (parameters, expected) => {
		expect(recipientText(contextOf(parameters), messages)).toBe(expected);
	});

	it('contains the contact of a message, and none for other operations', () => {
		const item = { body: { contactId: 'k1', type: 'SMS' } } as unknown as ItemContext;
		const context = contextOf({ contactId: 'a@b.c', type: 'Email' });
		expect(recipientText(context, messages, item)).toBe('Contact ID: k1. Type: SMS.');
		expect(recipientText(context, {} as OperationSpec, item)).toBeUndefined();
		const untyped = { body: { contactId: 'k1' } } as unknown as ItemContext;
		expect(recipientText(contextOf({}), messages, untyped)).toBe('Contact ID: k1.');
	});
});

import type { IDataObject } from 'n8n-workflow';

import { EXPORT_PATH, upTo } from '../fixtures';
import { HOUR, MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, active, activated, refuse, ...given } = usePollingTrigger();
const add = (...message: Parameters<typeof given.add>) => given.add(...message).id;

describe('a workflow that was inactive', () => {
	it('does not return messages of that time', async () => {
		const workflow = await active();
		const before = add(Date.now() - 50 * MINUTE);
		await workflow.poll();
		add(Date.now() - 40 * MINUTE);
		await workflow.activate();
		expect(await workflow.poll()).toEqual([]);
		const after = add(Date.now() + 1000);
		await workflow.poll();
		expect(workflow.ids).toEqual([before, after]);
	});
});

describe('a changed workflow', () => {
	it('continues from its position, unless its filters changed', async () => {
		const workflow = await active();
		const ids = [add(Date.now() - 50 * MINUTE)];
		await workflow.poll();
		ids.push(add(Date.now() - 40 * MINUTE));
		await workflow.change({ parameters: { simplify: false } });
		await workflow.poll();
		expect(workflow.ids).toEqual(ids);
	});

	it.each([
		['raised', [10, 60, 60]],
		['lowered and raised again', [60, 1, 60]],
	])('returns nothing twice with an overlap that was %s', async (_, overlaps) => {
		const workflow = await active({ options: { overlap: overlaps[0] } });
		const now = Date.now();
		const ids = upTo(11).map((index) => add(now - 50 * MINUTE + index * 5 * MINUTE));
		for (const overlap of overlaps) {
			await workflow.change({ parameters: { options: { overlap } } });
			await workflow.poll();
		}
		expect(workflow.ids).toEqual(ids);
	});
});

describe('an activation while HighLevel is down', () => {
	/** Sets HighLevel's clock back, as n8n sees it. */
	const behind = (ms: number) =>
		testEnv.sandbox.faults.add({
			headers: { date: new Date(Date.now() - ms).toUTCString() },
			times: 999,
		});

	it("starts from that time, even if n8n's clock is ahead", async () => {
		refuse(EXPORT_PATH);
		const workflow = await activated();
		testEnv.sandbox.faults.clear();
		behind(HOUR);
		add(Date.now() - HOUR - MINUTE);
		const ids = upTo(5).map((index) => add(Date.now() - HOUR + 1000 + index));
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual(ids);
	});

	it('does not wait for a clock that was ahead and has been corrected', async () => {
		refuse(EXPORT_PATH);
		const workflow = await activated();
		const [started] = Object.values(workflow.saved.global as IDataObject) as Array<{
			state: { notBefore: number };
		}>;
		started.state.notBefore += HOUR;
		workflow.restart();
		testEnv.sandbox.faults.clear();
		await workflow.poll();
		const id = add(Date.now() + 1000);
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});
});

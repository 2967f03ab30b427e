/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** Our node in n8n's engine, sharing the rate limit with a second process or with a long run. */
import { setTimeout as sleep } from 'node:timers/promises';

import { startPeer } from '../children';
import type { Contender, Target } from '../types';
import { sends } from './node';

/** Single sends, each at a different time of a window. */
const SINGLES = 8;

const halfOfList = <T>(list: T[] = [], which: 0 | 1): T[] => {
	const middle = list.length >> 1;
	return which === 0 ? list.slice(0, middle) : list.slice(middle);
};
const halfOfTarget = (target: Target, which: 0 | 1): Target => ({
	...target,
	ids: halfOfList(target.ids, which),
	spareIds: halfOfList(target.spareIds, which),
});

/** Half of the contacts in this process, the other half in a second one. */
export const sendsInTwo: Contender = async (target) => {
	const here = await sends(halfOfTarget(target, 0));
	const peer = await startPeer(halfOfTarget(target, 1));
	return {
		warmUp: here.warmUp,
		run: async () => {
			const outcomes = await Promise.all([here.run(), peer.run()]);
			return {
				ids: outcomes.flatMap(({ ids = [] }) => ids),
				failure: outcomes.map(({ failure }) => failure).find(Boolean),
			};
		},
	};
};

/** Single sends to another contact during a run to all contacts; the longest one is measured. */
export const singleAmong =
	(where: 'same process' | 'another process'): Contender =>
	async (target) => {
		const [somebody, ...spareIds] = target.spareIds ?? [];
		const many = { ...target, spareIds };
		const here = await sends({ ...target, ids: [somebody], spareIds });
		const others = where === 'same process' ? await sends(many) : await startPeer(many);
		const windowMs = target.window?.intervalMs ?? 0;
		return {
			warmUp: here.warmUp,
			run: async () => {
				const all = others.run();
				let longest = 0;
				for (let moment = 0; moment < SINGLES; moment++) {
					await sleep(windowMs * (1 + 1 / SINGLES));
					const startedAt = performance.now();
					await here.run();
					longest = Math.max(longest, performance.now() - startedAt);
				}
				return { ...(await all), ms: longest };
			},
		};
	};

import type { IDataObject } from 'n8n-workflow';

import type { Source } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';

/** A source of a poll with nothing but presets set, that has time for so many requests. */
export function sourceFor(
	now: number,
	requests: number,
	answer: (path: string, query: IDataObject) => unknown,
): Source {
	let asked = 0;
	return {
		locationId: 'location',
		owner: 'workflow node',
		testing: false,
		parameter: (path) => (path === 'channels' ? ['sms'] : undefined),
		count: (_path, _label, preset) => preset,
		warn: () => {},
		late: () => asked >= requests,
		now: () => now,
		async get(path, query) {
			asked++;
			return await Promise.resolve({ status: 200, headers: {}, body: answer(path, query) });
		},
	};
}

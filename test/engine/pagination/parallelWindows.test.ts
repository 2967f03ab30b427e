import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import { EXPORT_PATH, exportMessages } from '../fixtures';
import { useTestEnv } from '../harness';
import { idsOf } from '../errors/outcomes';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const testEnv = useTestEnv({ sandbox: { seed: false, pageLatencyMs: 20 } });
beforeEach(() => {
	testEnv.sandbox.reset();
	// Smaller pages, so that there are more.
	testEnv.sandbox.state.exportPageSize = 500;
});

/** Messages of one hour: half spread over it, the rest in its last minute, many at the same time. */
function addHour({ state, locationId }: Sandbox, count: number, messageType = 'TYPE_SMS'): void {
	const { id: contactId } = state.addContact({ locationId });
	const { id: conversationId } = state.addConversation({ locationId, contactId });
	state.addMessages(
		Array.from({ length: count }, (_, index) => ({
			conversationId,
			messageType,
			dateAdded:
				index % 2 === 0
					? START + Math.floor((index * HOUR) / count)
					: START + HOUR - 60_000 + (index % 7) * 1000,
		})),
	);
}

const period = {
	startDate: new Date(START).toISOString(),
	endDate: new Date(START + HOUR).toISOString(),
};

async function exported(options: INodeParameters, more: INodeParameters = {}) {
	const parameters = exportMessages({ returnAll: true, filters: period, options, ...more });
	const result = await testEnv.run({ parameters });
	expect(result.error).toBeUndefined();
	return result;
}

describe.each(['inclusive', 'exclusive', 'half-open'] as const)('dates as %s', (edges) => {
	it.each(['asc', 'desc'])(
		'parallel windows return the same as one cursor: %s',
		async (sortOrder) => {
			addHour(testEnv.sandbox, 4_000);
			testEnv.sandbox.state.exportDates = edges;
			const alone = await exported({ sortOrder });
			const together = await exported({ sortOrder, parallelWindows: 6 });
			expect(idsOf(together)).toEqual(idsOf(alone));
			expect(Math.max(...together.requests.map(({ inFlight }) => inFlight))).toBeGreaterThan(2);
		},
	);
});

it('returns emails in parallel windows, read and merged', async () => {
	addHour(testEnv.sandbox, 1_500);
	addHour(testEnv.sandbox, 1_200, 'TYPE_EMAIL');
	const alone = await exported({ includeEmail: true });
	const together = await exported({ includeEmail: true, parallelWindows: 4 });
	expect(alone.items).toHaveLength(2_700);
	expect(idsOf(together)).toEqual(idsOf(alone));
});

it.each<[string, INodeParameters, INodeParameters]>([
	['a limit', { parallelWindows: 5 }, { returnAll: false, limit: 1_200 }],
	['no end date', { parallelWindows: 5 }, { filters: { startDate: period.startDate } }],
	['the order of updates', { parallelWindows: 5, sortBy: 'updatedAt' }, {}],
])('uses one cursor with %s', async (_, options, more) => {
	addHour(testEnv.sandbox, 2_000);
	const { items, requests } = await exported(options, more);
	expect(items.length).toBeGreaterThanOrEqual(1_200);
	expect(requests.every(({ inFlight, path }) => inFlight === 1 && path === EXPORT_PATH)).toBe(true);
});

it('rejects eleven windows before anything is sent', async () => {
	const parameters = exportMessages({
		returnAll: true,
		filters: period,
		options: { parallelWindows: 11 },
	});
	const { error, requests } = await testEnv.run({ parameters });
	expect(error?.message).toMatch(/'Parallel Exports' must be a whole number from 1 to 10/);
	expect(requests).toEqual([]);
});

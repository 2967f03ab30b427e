import { Expression } from 'n8n-workflow';
import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { useTestEnv } from '../harness';
import { useIsolate } from '../harness/isolate';
import { cases } from './cases';
import { inputOf, prepare } from './runCase';

const testEnv = useTestEnv();
let leaveIsolate: () => Promise<void>;
beforeAll(async () => {
	leaveIsolate = await useIsolate();
});
afterAll(async () => await leaveIsolate());
afterEach(() => jest.restoreAllMocks());

/** Counts evaluations of each marked expression while some work runs. */
async function evaluationsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	const original = Expression.prototype.resolveSimpleParameterValue;
	jest.spyOn(Expression.prototype, 'resolveSimpleParameterValue').mockImplementation(function (
		this: Expression,
		...args: Parameters<typeof original>
	) {
		const [, mark] = /\/\* (mark-\S+) \*\//.exec(String(args[0])) ?? [];
		if (mark !== undefined) counts[mark] = (counts[mark] ?? 0) + 1;
		return original.apply(this, args);
	});
	await work();
	jest.restoreAllMocks();
	return counts;
}

/** The same parameters with each value replaced by an expression that records its evaluation. */
function marked(value: unknown, path: string): unknown {
	if (Array.isArray(value)) return value.map((each, index) => marked(each, `${path}.${index}`));
	// URLs have a separate test.
	if (typeof value === 'object' && value !== null && 'mode' in value && value.mode === 'url')
		return value;
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([name, each]) => {
				const isFixed = name === '__rl' || name === 'mode' || name.startsWith('cached');
				return [name, isFixed ? each : marked(each, `${path}.${name}`)];
			}),
		);
	}
	if (typeof value === 'string' && value.startsWith('=')) return value;
	return `={{ /* mark-${path} */ ${JSON.stringify(value)} }}`;
}

const all = Object.entries(cases).flatMap(([resource, operations]) =>
	Object.entries(operations).map(
		([operation, list]) => [`${resource}.${operation}`, { resource, operation, list }] as const,
	),
);

describe('evaluates each expression once per item', () => {
	it.each(all)('%s', async (key, { resource, operation, list }) => {
		for (const given of list) {
			testEnv.sandbox.reset();
			prepare(key, testEnv);
			const parameters = marked(given.parameters, 'p') as INodeParameters;
			const { apiVersion } = given;
			const counts = await evaluationsOf(
				async () =>
					await testEnv.run({
						parameters: { resource, operation, ...parameters },
						items: await inputOf(testEnv, given),
						credentials: apiVersion === undefined ? {} : { apiVersion },
					}),
			);
			const several = Object.entries(counts).filter(([, count]) => count !== 1);
			expect(several).toEqual([]);
		}
	});

	it('for a list of several items', async () => {
		expect(Expression.getActiveImplementation()).toBe('vm');
		const parameters = {
			resource: 'message',
			operation: 'send',
			type: 'SMS',
			contactId: `={{ /* mark-contact */ "${SEED.contactId}" }}`,
			message: '={{ /* mark-message */ $json.text }}',
			additionalFields: { fromNumber: '={{ /* mark-from */ "+15550100" }}' },
		};
		const items = Array.from({ length: 7 }, (_, n) => ({ text: `Hello ${n}` }));
		const counts = await evaluationsOf(async () => await testEnv.run({ parameters, items }));
		expect(counts).toEqual({ 'mark-contact': 7, 'mark-message': 7, 'mark-from': 7 });
	});

	it('but twice for a URL from which n8n extracts an ID', async () => {
		const url = `https://app.gohighlevel.com/v2/location/x/conversations/conversations/${SEED.conversationId}`;
		const parameters = {
			resource: 'conversation',
			operation: 'get',
			conversationId: { __rl: true, mode: 'url', value: `={{ /* mark-url */ "${url}" }}` },
		};
		const counts = await evaluationsOf(async () => await testEnv.run({ parameters }));
		expect(counts).toEqual({ 'mark-url': 2 });
	});
});

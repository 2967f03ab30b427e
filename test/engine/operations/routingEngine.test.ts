import { HighLevelConversations } from '../../../nodes/HighLevelConversations/HighLevelConversations.node';
import type { RecordedRequest } from '../../../sandbox';
import { useTestEnv } from '../harness';
import { cases } from './cases';
import { inputOf, prepare } from './runCase';

const testEnv = useTestEnv();

/** A boundary of a multipart body differs from request to request. */
const comparable = ({ method, path, query, body, headers }: RecordedRequest) => ({
	...{ method, path, query, body },
	type: headers['content-type']?.replace(/boundary=.*/, ''),
	version: headers.version,
});

/** Operations that wait for an answer are not run by n8n's routing engine. */
const NOT_ROUTED = ['message.sendAndWait'];

const all = Object.entries(cases).flatMap(([resource, operations]) =>
	Object.entries(operations)
		.filter(([operation]) => !NOT_ROUTED.includes(`${resource}.${operation}`))
		.map(
			([operation, list]) => [`${resource}.${operation}`, { resource, operation, list }] as const,
		),
);

describe("n8n's routing engine and the node's own loop send equal requests", () => {
	it.each(all)('%s', async (key, { resource, operation, list }) => {
		const requestsBy = async (isRouted: boolean) => {
			const sent: unknown[] = [];
			for (const given of list) {
				testEnv.sandbox.reset();
				prepare(key, testEnv);
				const { apiVersion } = given;
				const { error, requests } = await testEnv.run({
					parameters: { resource, operation, ...given.parameters },
					isRouted,
					items: await inputOf(testEnv, given),
					credentials: apiVersion === undefined ? {} : { apiVersion },
				});
				expect(error).toBeUndefined();
				sent.push(requests.map(comparable));
			}
			return sent;
		};
		const byLoop = await requestsBy(false);
		const byRouting = await requestsBy(true);
		expect(byRouting).toEqual(byLoop);
	});

	it('has a function for each operation of the description', () => {
		const { description, customOperations } = new HighLevelConversations();
		const declared = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options = [] }) =>
				options.map(
					(option) =>
						`${String(displayOptions?.show?.resource?.[0])}.${String('value' in option && option.value)}`,
				),
			);
		const carriedOut = Object.entries(customOperations).flatMap(([resource, operations]) =>
			Object.keys(operations).map((operation) => `${resource}.${operation}`),
		);
		expect(carriedOut.sort()).toEqual(declared.sort());
	});
});

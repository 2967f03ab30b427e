import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import type { TestEnv } from '../harness';

/** Result of a run, and the requests that the sandbox received. */
export type Outcome = Awaited<ReturnType<TestEnv['run']>>;

/** The `id` of each item. */
export const idsOf = ({ json }: Outcome): unknown[] => json.map(({ id }) => id);

/** The last item's hint about an incomplete list; empty if there is none. */
export const warningOf = ({ json }: Outcome): string => String(json.at(-1)?.hint ?? '');

/** Runs the node with a fault, and returns the text of its error; empty if it did not fail. */
export async function failing(testEnv: TestEnv, parameters: INodeParameters, fault?: Fault) {
	if (fault) testEnv.sandbox.faults.add({ times: 9, ...fault });
	const { error, requests } = await testEnv.run({ parameters });
	const { message = '', description, context } = error ?? {};
	const httpCode = error && 'httpCode' in error ? error.httpCode : undefined;
	return { error, requests, message, description: description ?? '', context, httpCode };
}

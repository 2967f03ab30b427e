import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import type { TestEnv } from '../harness';

/** What a run of the node came to, and what reached the sandbox meanwhile. */
export type Outcome = Awaited<ReturnType<TestEnv['run']>>;

/** The `id` of each item. */
export const idsOf = ({ json }: Outcome): unknown[] => json.map(({ id }) => id);

/** What the last item says about an incomplete list; empty where it says nothing. */
export const warningOf = ({ json }: Outcome): string => String(json.at(-1)?.hint ?? '');

/** Runs the node into a fault, and returns what n8n shows of its error; empty where it did not fail. */
export async function failing(testEnv: TestEnv, parameters: INodeParameters, fault?: Fault) {
	if (fault) testEnv.sandbox.faults.add({ times: 9, ...fault });
	const { error, requests } = await testEnv.run({ parameters });
	const { message = '', description, context } = error ?? {};
	const httpCode = error && 'httpCode' in error ? error.httpCode : undefined;
	return { error, requests, message, description: description ?? '', context, httpCode };
}

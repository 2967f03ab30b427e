/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** How many cases a property test tries: `PROPERTY_RUNS` from the environment, else the test's own low number. */
export const propertyRuns = (preset: number): number =>
	Number(process.env.PROPERTY_RUNS ?? preset) || preset;

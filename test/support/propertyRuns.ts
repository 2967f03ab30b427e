/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** How many cases a property test tries: the test's own number, or `PROPERTY_RUNS` from the environment if that is more. */
export const propertyRuns = (preset: number): number =>
	Math.max(preset, Number(process.env.PROPERTY_RUNS) || 0);

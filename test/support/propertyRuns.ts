/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** The number of cases of a property test: the test's own number, or `PROPERTY_RUNS` from the environment if it is greater. */
export const propertyRuns = (preset: number): number =>
	Math.max(preset, Number(process.env.PROPERTY_RUNS) || 0);

/** The time limit of a property test whose cases take seconds on a busy machine, in ms. */
export const propertyLimitMs = (preset: number): number => 300_000 + 10_000 * propertyRuns(preset);

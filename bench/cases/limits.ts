/** A rate limit that nothing reaches: its headers come all the same, as the live API's do. */
export const NO_LIMIT = { max: 1_000_000, dailyMax: 10_000_000 };

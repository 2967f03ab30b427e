/** A rate limit that is never reached, but sends its headers like the live API. */
export const NO_LIMIT = { max: 1_000_000, dailyMax: 10_000_000 };

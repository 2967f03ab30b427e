/** Lengths of time, ms. */
export const MS_A_SECOND = 1000;
export const MS_A_MINUTE = 60 * MS_A_SECOND;
export const MS_AN_HOUR = 60 * MS_A_MINUTE;

/** A call that failed after this time, in milliseconds, may have been computed and paid for: no model is faster. */
export const COMPUTED_MS = 1_000;

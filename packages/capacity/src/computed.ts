/** From here on, in milliseconds, a failed call may have been computed, and so paid for: no model makes a picture in less. */
export const COMPUTED_MS = 1_000;

/** Deadlines of asynchronous work, the durations of a generation's stages, and values that are made at the first call. */
export type { Timings } from './clock.ts';
export { orAborted } from './deadline.ts';
export { lazy } from './lazy.ts';

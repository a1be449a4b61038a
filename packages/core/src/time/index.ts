/** Deadlines of asynchronous work, and where the time of a generation went. */
export type { Timings } from './clock.ts';
export { orAborted } from './deadline.ts';

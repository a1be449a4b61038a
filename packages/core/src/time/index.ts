/** Deadlines of asynchronous work, and the durations of a generation's stages. */
export type { Timings } from './clock.ts';
export { orAborted } from './deadline.ts';

/** A scan that several machines share, through Redis. */
export { queueJudge } from './queue-judge.ts';
export { startWorker } from './worker.ts';

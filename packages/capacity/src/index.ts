/**
 * Limits on concurrent work: turns in a fair queue, memory for answers of upstreams, limits on calls to one dependency.
 */
export {
  type AnswerHold,
  AnswerRoom,
  answerRoom,
  DEFAULT_ANSWER_MEMORY,
  MIN_ANSWER_MEMORY,
} from './answer-room.ts';
export { FairQueue, type Turn } from './fair-queue.ts';
export { type Holding, holdBody, holdChunks, TooManyBytes } from './hold-body.ts';
export { isOutOfMemory, OUT_OF_MEMORY } from './out-of-memory.ts';
export { NotCalledError, type ResilienceOptions, type Run, resilient } from './resilience.ts';

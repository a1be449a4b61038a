import { createHash } from 'node:crypto';
import { Queue, QueueEvents } from 'bullmq';
import type { Judge } from '../judge.ts';
import { isSettled } from '../records.ts';
import { SourceError } from '../sources/source.ts';
import { answerSchema, type JobAnswer, type JobData, PREFIX, queueName } from './jobs.ts';
import { assertReachable, connection } from './redis.ts';

export interface QueueJudgeOptions {
  readonly redisUrl: string;
  /** Names of the moderators that the workers have. */
  readonly checks: readonly string[];
  /** Address of the data set. */
  readonly source: string;
  /** Distinguishes this scan from others of the same set, e.g. the folder of its manifest. */
  readonly scan: string;
  /** Pictures that all workers together start in a second; unlimited when left out. */
  readonly perSecond: number | undefined;
  /** Gives up waiting for workers. */
  readonly signal: AbortSignal;
}

export interface QueueJudge {
  readonly judge: Judge;
  /** Workers that are connected now. */
  workers(): Promise<number>;
  close(): Promise<void>;
}

/** The number of answers to keep until they are fetched: more than are ever under way, so that a killed scan finds them again. */
const KEEP = { count: 10_000 };
/** How much of a second's allowance may start at once: bursts of a whole one would be two around the second's edge. */
const SLICES = 10;

/**
 * A judge that hands pictures to the workers of a queue. A content is one job however often it is asked for, also
 * by a scan that was killed and started again.
 * @throws RedisError when Redis cannot be reached.
 */
export async function queueJudge(options: QueueJudgeOptions): Promise<QueueJudge> {
  const { redisUrl, checks, source, scan, perSecond, signal } = options;
  await assertReachable(redisUrl);
  const settings = { connection: connection(redisUrl), prefix: PREFIX };
  const queue = new Queue<JobData, JobAnswer>(queueName(checks), settings);
  const events = new QueueEvents(queueName(checks), settings);
  // Every waiting image listens to both, which is not a leak.
  queue.setMaxListeners(0);
  events.setMaxListeners(0);
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
  if (perSecond === undefined) await queue.removeGlobalRateLimit();
  else {
    const atOnce = Math.ceil(perSecond / SLICES);
    await queue.setGlobalRateLimit(atOnce, Math.ceil((1_000 * atOnce) / perSecond));
  }
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});

  const judge: Judge = async ({ path, hash, checks: asked }) => {
    const jobId = createHash('sha256')
      .update(JSON.stringify([scan, hash, asked]))
      .digest('hex');
    const data = { source, path, hash, checks: [...asked] };
    const job = await queue.add('judge', data, { jobId, removeOnComplete: KEEP, removeOnFail: KEEP });
    const answered = job.waitUntilFinished(events).catch(async (error: Error) => {
      await job.remove();
      throw new SourceError('worker-failed', `No worker could judge it: ${error.message}.`, { cause: error });
    });
    answered.catch(() => {});
    const answer = answerSchema.parse(await Promise.race([answered, aborted]));
    if ('problem' in answer) {
      await job.remove();
      throw new SourceError(answer.problem.code, answer.problem.message);
    }
    // A failure that may not recur must not be answered from the queue next time.
    if (!answer.record.checks.every(isSettled)) await job.remove();
    return answer.record;
  };
  return {
    judge,
    workers: () => queue.getWorkersCount(),
    close: async () => {
      await Promise.all([queue.close(), events.close()]);
    },
  };
}

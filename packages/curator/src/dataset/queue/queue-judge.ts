import { createHash } from 'node:crypto';
import { type Job, Queue, QueueEvents } from 'bullmq';
import type { Judge } from '../judge.ts';
import { isSettled } from '../records.ts';
import { SourceError } from '../sources/source.ts';
import { answerSchema, type JobAnswer, type JobData, jobSchema, PREFIX, queueName } from './jobs.ts';
import { pause, reaching } from './reach.ts';
import { assertReachable, connection, farewell } from './redis.ts';

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
  /** Aborts the wait for workers. */
  readonly signal: AbortSignal;
  /** Called when Redis stops answering, answers again, or has lost pictures. */
  readonly note: (line: string) => void;
  /** Seconds without an answer of Redis after which the scan ends: 60 when left out. */
  readonly patience?: number;
  /** Milliseconds after which the queue is checked for a picture without an answer: 5,000 when left out. */
  readonly askAgain?: number;
}

export interface QueueJudge {
  /** Throws `JudgeLostError` when Redis no longer answers. */
  readonly judge: Judge;
  /** Workers that are connected now. */
  workers(): Promise<number>;
  close(): Promise<void>;
}

/**
 * The number of answers to keep until they are fetched: more than ever run at once, so that a restarted scan finds
 * them.
 */
const KEEP = { count: 10_000 };
/** The share of a second's rate that may start at once: with all of it, two bursts could meet at the second's edge. */
const SLICES = 10;
const PATIENCE = 60;
const ASK_AGAIN = 5_000;

/**
 * A judge that sends pictures to the workers of a queue. A content is one job for all requests, also for those of a
 * restarted scan. A job that Redis has lost (by a restart, an eviction or a flush) is added again.
 * @throws RedisError when Redis cannot be reached.
 */
export async function queueJudge(options: QueueJudgeOptions): Promise<QueueJudge> {
  const { redisUrl, checks, source, scan, perSecond, signal, note } = options;
  await assertReachable(redisUrl);
  const settings = { connection: connection(redisUrl), prefix: PREFIX };
  const queue = new Queue<JobData, JobAnswer>(queueName(checks), settings);
  const events = new QueueEvents(queueName(checks), settings);
  const reach = reaching({ seconds: options.patience ?? PATIENCE, signal, note });
  queue.on('error', reach.failed);
  events.on('error', reach.failed);
  const waiting = new Map<string, () => void>();
  const tell = ({ jobId }: { readonly jobId: string }) => waiting.get(jobId)?.();
  events.on('completed', tell);
  events.on('failed', tell);

  const limit = async () => {
    if (perSecond === undefined) return queue.removeGlobalRateLimit();
    const atOnce = Math.ceil(perSecond / SLICES);
    return queue.setGlobalRateLimit(atOnce, Math.ceil((1_000 * atOnce) / perSecond));
  };
  await reach.run(() => Promise.all([queue.waitUntilReady(), events.waitUntilReady()]));
  await reach.run(limit);

  let lost = false;
  const handOver = async (jobId: string, data: JobData) => {
    if (!lost)
      note('Redis has lost pictures of the queue, by a restart, eviction or flush; asking for them again.');
    lost = true;
    // Remains of the job, e.g. its data without its queue entry, would prevent adding it.
    await queue.remove(jobId);
    await limit();
    await add(jobId, data);
  };
  const add = (jobId: string, data: JobData) =>
    queue.add('judge', data, { jobId, removeOnComplete: KEEP, removeOnFail: KEEP });

  const finished = async (jobId: string, data: JobData): Promise<Job<JobData, JobAnswer>> => {
    try {
      await reach.run(() => add(jobId, data));
      for (;;) {
        const told = Promise.withResolvers<void>();
        waiting.set(jobId, told.resolve);
        const state = await reach.run(() => queue.getJobState(jobId));
        const isOver = state === 'completed' || state === 'failed';
        const job = isOver ? await reach.run(() => queue.getJob(jobId)) : undefined;
        // A worker fails with a job whose data Redis has lost.
        if (job !== undefined && jobSchema.safeParse(job.data).success) return job;
        if (isOver || state === 'unknown') await reach.run(() => handOver(jobId, data));
        await pause(options.askAgain ?? ASK_AGAIN, reach.signal, told.promise);
      }
    } finally {
      waiting.delete(jobId);
    }
  };

  const judge: Judge = async ({ path, version, hash, checks: asked }) => {
    const jobId = createHash('sha256')
      .update(JSON.stringify([scan, hash, asked]))
      .digest('hex');
    const job = await finished(jobId, { source, path, version, hash, checks: [...asked] });
    const answer = answerSchema.safeParse(job.returnvalue);
    if (!answer.success) {
      await reach.run(() => queue.remove(jobId));
      const message = `No worker could judge it: ${job.failedReason || 'the answer cannot be read'}.`;
      throw new SourceError('worker-failed', message, { cause: answer.error });
    }
    if ('problem' in answer.data) {
      await reach.run(() => queue.remove(jobId));
      throw new SourceError(answer.data.problem.code, answer.data.problem.message);
    }
    // A temporary failure must not stay in the queue as the answer.
    if (!answer.data.record.checks.every(isSettled)) await reach.run(() => queue.remove(jobId));
    return answer.data.record;
  };
  return {
    judge,
    workers: () => reach.run(() => queue.getWorkersCount()),
    close: () => farewell(Promise.all([queue.close(), events.close()]), [queue, events]),
  };
}

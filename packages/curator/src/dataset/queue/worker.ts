import { type Job, Worker } from 'bullmq';
import { DATASET_LIMITS, hashOf, type Judge } from '../judge.ts';
import type { OpenedSource } from '../sources/archives/with-members.ts';
import { openSource } from '../sources/open-source.ts';
import { changed, SourceError } from '../sources/source.ts';
import { type JobAnswer, type JobData, jobSchema, PREFIX, queueName } from './jobs.ts';
import { assertReachable, connection, farewell } from './redis.ts';

export interface WorkerOptions {
  readonly redisUrl: string;
  /** Names of the moderators that `judge` runs. */
  readonly checks: readonly string[];
  readonly judge: Judge;
  /** Concurrent pictures of this worker. */
  readonly concurrency: number;
  /** How long a picture waits for a worker that has died before another one takes it, in seconds. */
  readonly lockSeconds: number;
  readonly onJudged: (path: string) => void;
  /** Called with errors of the queue itself; the worker keeps trying. */
  readonly onError: (error: Error) => void;
}

/**
 * How often a picture is retried after its worker died. A picture that kills every process that decodes it must not be
 * retried for ever.
 */
const MAX_DEATHS = 10;

/**
 * Takes pictures from the queue until it is closed. It may die at any moment: other workers take its unfinished
 * pictures.
 * @returns A function that closes it after the running pictures.
 * @throws RedisError when Redis cannot be reached.
 */
export async function startWorker(options: WorkerOptions): Promise<{ close(): Promise<void> }> {
  await assertReachable(options.redisUrl);
  const sources = new Map<string, Promise<OpenedSource>>();
  const sourceOf = (address: string) => {
    const source = sources.get(address) ?? openSource(address);
    sources.set(address, source);
    return source;
  };
  const judge = async ({ data }: Job<JobData, JobAnswer>): Promise<JobAnswer> => {
    const { source, path, version, hash, checks } = jobSchema.parse(data);
    try {
      const bytes = await (await sourceOf(source)).readNow({ path, version }, DATASET_LIMITS.maxBytes);
      if (hashOf(bytes) !== hash) throw changed();
      const record = await options.judge({ path, version, hash, bytes, checks });
      options.onJudged(path);
      return { record };
    } catch (error) {
      if (error instanceof SourceError) return { problem: error.problem };
      throw error;
    }
  };
  const underWay = new Set<Promise<JobAnswer>>();
  const take = (job: Job<JobData, JobAnswer>) => {
    const judged = judge(job).finally(() => underWay.delete(judged));
    underWay.add(judged);
    return judged;
  };
  const lock = options.lockSeconds * 1_000;
  const worker = new Worker<JobData, JobAnswer>(queueName(options.checks), take, {
    connection: connection(options.redisUrl),
    prefix: PREFIX,
    concurrency: options.concurrency,
    lockDuration: lock,
    stalledInterval: Math.ceil(lock / 4),
    maxStalledCount: MAX_DEATHS,
  });
  worker.on('error', options.onError);
  await worker.waitUntilReady();
  return {
    close: async () => {
      const closed = worker.close();
      await Promise.allSettled(underWay);
      await farewell(closed, [worker]);
      for (const source of sources.values()) await (await source).close();
    },
  };
}

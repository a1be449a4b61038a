import { FairQueue, type Turn } from '@shoji/capacity';
import { CheckError, orAborted } from '@shoji/core';
import type { PartAnswer } from './messages.ts';
import { ModelProcess, type ModelSpec } from './model-process.ts';

/** An operator's settings for an embedded model. */
export interface ProcessOptions {
  /** The most processes that compute at once, each with a copy of the model in memory; 1 when not given. */
  readonly processes?: number;
  /** The most work that may wait; more is not checked. `Infinity` where whoever asks bounds it. */
  readonly waiting?: number;
}

/** The methods of a check that holds a model, besides judging. */
export interface Closable {
  /** Loads the model before it is needed. */
  warmUp(): Promise<void>;
  /** Fails what waits and ends the processes of the model at once; the next call starts one again. */
  close(): void;
}

/** How callers share a model. */
export interface SharedModelOptions extends ModelSpec {
  /** The most processes, each with a copy of the model; a further one is started when work waits. */
  readonly processes: number;
  /** The most cost that may wait. */
  readonly waiting: number;
  /** The most cost that is handed to a process at once, and so how long a turn is. */
  readonly turn: number;
}

export interface Part {
  readonly value: unknown;
  readonly cost: number;
}

export interface SharedModel extends Closable {
  /**
   * The model's answer to each part, in order.
   * @param options.turn Names the caller, where callers take turns; the call is one of its own when left out.
   * @throws CheckError; the signal's reason as soon as it aborts, and what has not begun is then never computed.
   */
  run(
    parts: readonly Part[],
    options: { readonly signal: AbortSignal; readonly turn?: string | undefined },
  ): Promise<unknown[]>;
}

interface Job {
  readonly parts: readonly Part[];
  readonly answers: unknown[];
  missing: number;
  readonly resolve: (answers: unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A model in processes beside this one, shared by turns. */
export function sharedModel(options: SharedModelOptions): SharedModel {
  const { name, processes, waiting, turn: budget } = options;
  const queue = new FairQueue<Job>(waiting);
  const all = Array.from({ length: processes }, () => new ModelProcess(options));
  const idle = [...all];
  let calls = 0;

  const fail = (job: Job, error: unknown) => {
    queue.remove(job);
    job.reject(error);
  };
  const work = async (own: ModelProcess) => {
    while (queue.cost > 0) {
      try {
        // A job that is aborted meanwhile is never taken.
        await own.load();
      } catch (error) {
        // Nobody waits for as many attempts as there are callers.
        for (const { job } of queue.take(Number.POSITIVE_INFINITY)) job.reject(error);
        break;
      }
      const turns = queue.take(budget);
      await own.run(turns.map(({ job, part }) => job.parts[part]?.value)).then(
        (answers) => settle(turns, answers, fail),
        (error: unknown) => {
          for (const { job } of turns) fail(job, error);
        },
      );
    }
    // The one that was used last is used again first, so that no more are started than are needed.
    idle.push(own);
  };
  const start = () => {
    while (queue.cost > budget * (all.length - idle.length)) {
      const own = idle.pop();
      if (own === undefined) return;
      void work(own);
    }
  };
  return {
    async run(parts, { signal, turn }) {
      signal.throwIfAborted();
      if (parts.length === 0) return [];
      const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
      const job: Job = { parts, answers: Array(parts.length), missing: parts.length, resolve, reject };
      calls += 1;
      const dropped = queue.add(job, { turn: turn ?? `\0${calls}`, costs: parts.map(({ cost }) => cost) });
      for (const each of dropped) each.reject(new CheckError('throttled', `Too much waits for ${name}.`));
      // Calls that come together are taken together.
      queueMicrotask(start);
      try {
        return await orAborted(promise, signal);
      } finally {
        queue.remove(job);
      }
    },
    warmUp: async () => idle.at(-1)?.load(),
    close: () => {
      for (const { job } of queue.take(Number.POSITIVE_INFINITY))
        job.reject(new CheckError('unavailable', `The process of ${name} was closed.`));
      for (const each of all) each.close();
    },
  };
}

function settle(
  turns: readonly Turn<Job>[],
  answers: readonly PartAnswer[],
  fail: (job: Job, error: unknown) => void,
): void {
  for (const [index, { job, part }] of turns.entries()) {
    const answer = answers[index];
    if (answer === undefined || 'error' in answer) {
      fail(job, new CheckError('error', answer?.error ?? 'A part has no answer.'));
      continue;
    }
    job.answers[part] = answer.value;
    job.missing -= 1;
    if (job.missing === 0) job.resolve(job.answers);
  }
}

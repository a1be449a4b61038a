import { FairQueue, type Turn } from '@shoji/capacity';
import { CheckError } from '@shoji/core';
import type { EnginePart } from '@shoji/core/screen';
import { orAborted } from '@shoji/core/time';
import type { PartAnswer } from './messages.ts';
import { ModelProcess, type ModelSpec } from './model-process.ts';

/** Settings of an embedded model. */
export interface ProcessOptions {
  /** The maximum number of processes, each with a copy of the model in memory; 1 when not given. */
  readonly processes?: number;
  /** The maximum work that may wait; more fails as `throttled`. `Infinity` where the caller limits it. */
  readonly waiting?: number;
}

/**
 * The lifetime of a check that runs a model in processes. `warmUp` loads the model in one process. `close` kills the
 * processes, so that calls under way fail; the next call starts a process again.
 */
export type Lifetime = Required<Pick<EnginePart, 'warmUp' | 'close'>>;

/** A model, and how callers share it. */
export interface SharedModelOptions extends ModelSpec {
  /** The maximum number of processes; another one is started when more than a turn waits for each. */
  readonly processes: number;
  /** The maximum cost that may wait. */
  readonly waiting: number;
  /** The maximum cost that a process gets at once, which is the length of a turn. */
  readonly turn: number;
}

export interface Part {
  readonly value: unknown;
  readonly cost: number;
}

export interface SharedModel extends Lifetime {
  /**
   * @returns The model's answer to each part, in order.
   * @param options.turn The caller on whose turn the parts are computed; when left out, each call has a turn.
   * @throws CheckError when a part fails or too much waits; the signal's reason when it aborts, and parts that wait are
   * then never computed.
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

/** Runs a model in child processes that callers share by turns. */
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
        // A job that is aborted during this wait is never taken.
        await own.load();
      } catch (error) {
        // One attempt fails all callers; otherwise each would wait for the attempts of those before it.
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
    // The last used process is used first, so that no more processes start than are needed.
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
      for (const each of dropped)
        each.reject(new CheckError('throttled', `Too much work waits for ${name}.`));
      // Calls of the same tick form one turn.
      queueMicrotask(start);
      try {
        return await orAborted(promise, signal);
      } finally {
        queue.remove(job);
      }
    },
    async warmUp({ signal }) {
      signal.throwIfAborted();
      await orAborted(idle.at(-1)?.load() ?? Promise.resolve(), signal);
    },
    async close() {
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

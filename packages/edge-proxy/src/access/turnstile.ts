import { FairQueue } from '@shoji/capacity';
import { orAborted } from '@shoji/core/time';

export interface TurnstileOptions {
  /** Limit of the total cost that waits. */
  readonly waiting: number;
  /** Limit of the cost that starts in one turn of the event loop; a more expensive piece of work starts alone. */
  readonly each: number;
}

export interface Entrant {
  /** Names the caller. */
  readonly turn: string;
  /** Greater than 0. */
  readonly cost: number;
  readonly signal: AbortSignal;
}

/**
 * Resolves when the caller's turn has come.
 * @throws TurnstileFullError; the signal's reason as soon as it aborts.
 */
export type Enter = (entrant: Entrant) => Promise<void>;

/** Too much is waiting, most of it from the same caller. */
export class TurnstileFullError extends Error {
  override readonly name = 'TurnstileFullError';
}

interface Waiter {
  readonly enter: () => void;
  readonly refuse: (error: TurnstileFullError) => void;
}

/**
 * Starts the synchronous work of many callers by turns, a bounded part in each turn of the event loop, so that other work
 * of the process proceeds in between.
 */
export function turnstile({ waiting, each }: TurnstileOptions): Enter {
  const queue = new FairQueue<Waiter>(waiting);
  let turning = false;
  const turn = () => {
    for (const { job } of queue.take(each)) job.enter();
    turning = queue.cost > 0;
    if (turning) setImmediate(turn);
  };
  return async ({ turn: caller, cost, signal }) => {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { enter: resolve, refuse: reject };
    const refused = queue.add(waiter, { turn: caller, costs: [cost] });
    for (const { refuse } of refused) refuse(new TurnstileFullError('Too many texts are waiting.'));
    if (!turning) setImmediate(turn);
    turning = true;
    try {
      await orAborted(promise, signal);
    } finally {
      queue.remove(waiter);
    }
  };
}

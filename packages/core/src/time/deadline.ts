import { childSignal } from './child-signal.ts';

/** Thrown when a stage used up its time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Runs `call` for at most `ms` milliseconds (without end for `Infinity`) and rejects as soon as the time is up or `parent` aborts,
 * even when `call` ignores its signal.
 * @throws DeadlineError when the time is up; the parent's reason when that aborts.
 */
export async function withDeadline<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  ms: number,
  parent: AbortSignal,
): Promise<Value> {
  parent.throwIfAborted();
  const child = childSignal(parent);
  // A timer with an infinite delay would fire at once.
  const timer =
    ms < Number.POSITIVE_INFINITY &&
    setTimeout(() => child.abort(new DeadlineError(`took longer than ${ms} ms`)), ms);
  try {
    return await orAborted(call(child.signal), child.signal);
  } finally {
    if (timer !== false) clearTimeout(timer);
    child.release();
  }
}

/**
 * Settles as `promise` does, or rejects with the signal's reason as soon as it aborts, even when the work ignores it.
 */
export async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    // An abort during the start of the work raises no event.
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

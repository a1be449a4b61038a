/** Thrown when a stage used up its time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Runs `call` for at most `ms` milliseconds and rejects as soon as the time is up or `parent` aborts,
 * even when `call` ignores its signal.
 * @throws DeadlineError when the time is up; the parent's reason when that aborts.
 */
export async function withDeadline<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  ms: number,
  parent: AbortSignal,
): Promise<Value> {
  parent.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new DeadlineError(`took longer than ${ms} ms`)), ms);
  const signal = AbortSignal.any([parent, deadline.signal]);
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([call(signal), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

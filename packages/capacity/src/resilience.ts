import { orAborted } from '@shoji/core/time';
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import PQueue from 'p-queue';

/** Limits for the calls to one dependency. Times in milliseconds. */
export interface ResilienceOptions {
  /** Most concurrent calls. */
  readonly concurrency: number;
  /** Most calls that start in any second, the service's quota; unlimited when omitted. */
  readonly perSecond?: number;
  /** Most waiting calls, at least 1; one more fails at once. */
  readonly waiting: number;
  /** Attempts in all, the first one included. */
  readonly attempts: number;
  /** Time for one attempt, waiting not included. */
  readonly timeout: number;
  /** Longest pause before the first retry; each later one may be twice as long. The pause is random (full jitter). */
  readonly backoff: number;
  /** Consecutive failures that open the breaker, and how long it stays open. */
  readonly breaker: { readonly failures: number; readonly openFor: number };
  /** Whether the same call may succeed a moment later. */
  retryable(error: unknown): boolean;
  /** Whether an error means that the dependency is broken, and not only this call. */
  trips(error: unknown): boolean;
}

/** Calls `fn` under the dependency's limits. `fn` must stop when the signal it is handed aborts. */
export type Run = <Value>(fn: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal) => Promise<Value>;

/** The dependency was not called at all. */
export class NotCalledError extends Error {
  override readonly name = 'NotCalledError';
  /** `open`: the circuit breaker is open after repeated failures. `overloaded`: too many calls are waiting. */
  readonly reason: 'open' | 'overloaded';

  constructor(reason: 'open' | 'overloaded', options: { cause?: unknown } = {}) {
    super(reason === 'open' ? 'the circuit breaker is open' : 'too many calls are waiting', options);
    this.reason = reason;
  }
}

/** Marks an attempt that the caller aborted; neither retry nor breaker count it. The caller gets the signal's reason. */
class GivenUp extends Error {}

/**
 * Wraps one dependency: retry with full jitter, circuit breaker, and a queue that bounds concurrent calls, calls per
 * second and each attempt's time. Make it once per dependency and share it between calls.
 *
 * The returned function rejects with `fn`'s last error; with `NotCalledError`; with a `TimeoutError` DOMException when an
 * attempt took too long; and at once with the signal's reason when the caller aborts, also while waiting or pausing.
 */
export function resilient(options: ResilienceOptions): Run {
  // p-queue instead of cockatiel's bulkhead, which has no rate limit and keeps an aborted call in its queue.
  const queue = new PQueue({
    concurrency: options.concurrency,
    ...(options.perSecond && { intervalCap: options.perSecond, interval: 1_000, strict: true }),
  });
  const isOwn = (error: unknown) => error instanceof GivenUp || error instanceof NotCalledError;
  const breaker = circuitBreaker(
    handleWhen((error) => !isOwn(error) && options.trips(error)),
    {
      halfOpenAfter: options.breaker.openFor,
      breaker: new ConsecutiveBreaker(options.breaker.failures),
    },
  );
  const retries = retry(
    handleWhen(
      (error) => !isOwn(error) && !(error instanceof BrokenCircuitError) && options.retryable(error),
    ),
    {
      maxAttempts: options.attempts - 1,
      backoff: new ExponentialBackoff({ generator: fullJitterGenerator, initialDelay: options.backoff }),
    },
  );
  const policy = wrap(retries, breaker);

  const attempt = async <Value>(fn: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal) => {
    if (queue.size >= options.waiting) throw new NotCalledError('overloaded');
    try {
      return await queue.add(({ signal: both }) => fn(both ?? signal), { signal, timeout: options.timeout });
    } catch (error) {
      throw signal.aborted ? new GivenUp() : error;
    }
  };
  return async (fn, signal) => {
    signal.throwIfAborted();
    try {
      // cockatiel's pauses do not end with the signal.
      return await orAborted(
        policy.execute(() => attempt(fn, signal), signal),
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof BrokenCircuitError ? new NotCalledError('open', { cause: error }) : error;
    }
  };
}

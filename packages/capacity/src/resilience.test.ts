import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ResilienceOptions, resilient } from './resilience.ts';

const TEMPORARY = new Error('temporary');
const BROKEN = new Error('broken');
const never = new AbortController().signal;

const OPTIONS: ResilienceOptions = {
  concurrency: 10,
  waiting: 10,
  attempts: 3,
  timeout: 1_000,
  backoff: 100,
  breaker: { failures: 3, openFor: 10_000 },
  retryable: (error) => error === TEMPORARY,
  trips: (error) => error === BROKEN || (error instanceof DOMException && error.name === 'TimeoutError'),
};

/** A dependency that returns the scripted answers in order, then `ok`; errors are thrown. */
function dependency(...script: unknown[]) {
  return vi.fn(async () => {
    const next = script.shift();
    if (next instanceof Error) throw next;
    return next ?? 'ok';
  });
}

/** A dependency that answers only when its signal aborts. */
function silent() {
  const signals: AbortSignal[] = [];
  const call = (signal: AbortSignal) =>
    new Promise<string>((_, reject) => {
      signals.push(signal);
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
    });
  return { call, signals };
}

/** Resolves with the rejection of a promise. */
const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('retry', () => {
  it('makes as many attempts as allowed and throws the last error', async () => {
    const call = dependency(TEMPORARY, TEMPORARY, TEMPORARY, TEMPORARY);
    const failed = rejection(resilient(OPTIONS)(call, never));
    await vi.runAllTimersAsync();
    expect(await failed).toBe(TEMPORARY);
    expect(call).toHaveBeenCalledTimes(3);
  });

  it('returns the first success', async () => {
    const call = dependency(TEMPORARY, 'second');
    const answer = resilient(OPTIONS)(call, never);
    await vi.runAllTimersAsync();
    expect(await answer).toBe('second');
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('tries only once when the error is permanent', async () => {
    const call = dependency(BROKEN);
    expect(await rejection(resilient(OPTIONS)(call, never))).toBe(BROKEN);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('pauses for a random time below a limit that doubles', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.99);
    const call = dependency(TEMPORARY, TEMPORARY);
    const answer = resilient(OPTIONS)(call, never);
    await vi.advanceTimersByTimeAsync(98);
    expect(call).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(call).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(197);
    expect(call).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe('ok');
    random.mockRestore();
  });
});

describe('abort by the caller', () => {
  it('makes no call when the signal was aborted before', async () => {
    const call = dependency();
    const reason = new Error('gone');
    expect(await rejection(resilient(OPTIONS)(call, AbortSignal.abort(reason)))).toBe(reason);
    expect(call).not.toHaveBeenCalled();
  });

  it('reaches the call, is not retried and rejects with the abort reason', async () => {
    const controller = new AbortController();
    const { call, signals } = silent();
    const failed = rejection(resilient({ ...OPTIONS, retryable: () => true })(call, controller.signal));
    await vi.advanceTimersByTimeAsync(0);
    const reason = new Error('gone');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    await vi.runAllTimersAsync();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('ends a pause at once and makes no further attempt', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.99);
    const controller = new AbortController();
    const call = dependency(TEMPORARY);
    const failed = rejection(resilient(OPTIONS)(call, controller.signal));
    await vi.advanceTimersByTimeAsync(10);
    const reason = new Error('gone');
    controller.abort(reason);
    expect(await failed).toBe(reason);
    await vi.runAllTimersAsync();
    expect(call).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it('leaves the queue', async () => {
    const run = resilient({ ...OPTIONS, concurrency: 1, timeout: 60_000 });
    const first = silent();
    const busy = new AbortController();
    const running = rejection(run(first.call, busy.signal));
    const waiting = new AbortController();
    const call = dependency();
    const failed = rejection(run(call, waiting.signal));
    await vi.advanceTimersByTimeAsync(0);
    waiting.abort(new Error('gone'));
    expect(await failed).toEqual(new Error('gone'));
    busy.abort();
    await running;
    await vi.runAllTimersAsync();
    expect(call).not.toHaveBeenCalled();
  });

  it('does not count against the breaker', async () => {
    const run = resilient({ ...OPTIONS, trips: () => true });
    for (let time = 0; time < 5; time++) {
      const controller = new AbortController();
      const failed = rejection(run(silent().call, controller.signal));
      await vi.advanceTimersByTimeAsync(0);
      controller.abort();
      await failed;
    }
    expect(await run(dependency(), never)).toBe('ok');
  });
});

describe('timeout', () => {
  it('aborts an attempt that takes too long, with a TimeoutError', async () => {
    const { call, signals } = silent();
    const failed = rejection(resilient(OPTIONS)(call, never));
    await vi.advanceTimersByTimeAsync(999);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await failed).toMatchObject({ name: 'TimeoutError' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('ends the attempt even when the call ignores its signal', async () => {
    const failed = rejection(resilient(OPTIONS)(() => new Promise(() => {}), never));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await failed).toMatchObject({ name: 'TimeoutError' });
  });
});

describe('breaker', () => {
  async function broken() {
    const run = resilient(OPTIONS);
    for (let time = 0; time < 3; time++) await rejection(run(dependency(BROKEN), never));
    return run;
  }

  it('opens after consecutive failures, and then fails at once without calling', async () => {
    const run = await broken();
    const call = dependency();
    expect(await rejection(run(call, never))).toMatchObject({ name: 'NotCalledError', reason: 'open' });
    expect(call).not.toHaveBeenCalled();
  });

  it('allows one call after its wait, and closes when that call succeeds', async () => {
    const run = await broken();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await run(dependency(), never)).toBe('ok');
    expect(await run(dependency(), never)).toBe('ok');
  });

  it('stays open when that call fails', async () => {
    const run = await broken();
    await vi.advanceTimersByTimeAsync(10_000);
    await rejection(run(dependency(BROKEN), never));
    expect(await rejection(run(dependency(), never))).toMatchObject({ reason: 'open' });
  });

  it('does not count errors that concern only the call', async () => {
    const run = resilient(OPTIONS);
    for (let time = 0; time < 9; time++) await rejection(run(dependency(new Error('bad input')), never));
    expect(await run(dependency(), never)).toBe('ok');
  });
});

describe('queue', () => {
  it('never runs more calls at a time than allowed', async () => {
    const run = resilient({ ...OPTIONS, concurrency: 2 });
    let current = 0;
    let most = 0;
    const call = async () => {
      most = Math.max(most, ++current);
      await new Promise((resolve) => setTimeout(resolve, 10));
      current--;
    };
    const all = Promise.all(Array.from({ length: 7 }, () => run(call, never)));
    await vi.runAllTimersAsync();
    await all;
    expect(most).toBe(2);
  });

  it('starts no more calls per second than the quota', async () => {
    const run = resilient({ ...OPTIONS, perSecond: 5, waiting: 100 });
    const starts: number[] = [];
    const begin = Date.now();
    const all = Promise.all(
      Array.from({ length: 12 }, () => run(async () => starts.push(Date.now() - begin), never)),
    );
    await vi.runAllTimersAsync();
    await all;
    for (const start of starts) {
      const withinASecond = starts.filter((other) => other >= start && other < start + 1_000);
      expect(withinASecond.length).toBeLessThanOrEqual(5);
    }
    expect(starts).toHaveLength(12);
  });

  it('fails at once when too many calls wait, without counting against the breaker', async () => {
    const run = resilient({ ...OPTIONS, concurrency: 1, waiting: 1, trips: () => true });
    const controller = new AbortController();
    const first = rejection(run(silent().call, controller.signal));
    const second = run(dependency(), never);
    for (let time = 0; time < 5; time++) {
      const refused = dependency();
      expect(await rejection(run(refused, never))).toMatchObject({
        name: 'NotCalledError',
        reason: 'overloaded',
      });
      expect(refused).not.toHaveBeenCalled();
    }
    controller.abort();
    await first;
    await vi.runAllTimersAsync();
    expect(await second).toBe('ok');
  });
});

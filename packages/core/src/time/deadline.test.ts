import { describe, expect, it } from 'vitest';
import { DeadlineError, orAborted, withDeadline } from './deadline.ts';

const never = () => new Promise<never>(() => {});

describe('withDeadline', () => {
  it('returns the result of the call', async () => {
    const { signal } = new AbortController();
    expect(await withDeadline(async () => 'done', 60_000, signal)).toBe('done');
    expect(await withDeadline(async () => 'done', Number.POSITIVE_INFINITY, signal)).toBe('done');
  });

  it('rejects at the deadline and aborts the call, even when the call never settles', async () => {
    let inner: AbortSignal | undefined;
    const call = (signal: AbortSignal) => {
      inner = signal;
      return never();
    };
    const { signal } = new AbortController();
    await expect(withDeadline(call, 1, signal)).rejects.toThrow(DeadlineError);
    expect(inner?.reason).toBeInstanceOf(DeadlineError);
    expect(signal.aborted).toBe(false);
  });

  it('rejects with the abort reason of the caller', async () => {
    const caller = new AbortController();
    const waiting = withDeadline(never, Number.POSITIVE_INFINITY, caller.signal);
    const reason = new Error('gone');
    caller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('does not start the call of an aborted caller', async () => {
    let started = false;
    const call = async () => {
      started = true;
    };
    await expect(withDeadline(call, 60_000, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(started).toBe(false);
  });
});

describe('orAborted', () => {
  it('settles as the promise does', async () => {
    const { signal } = new AbortController();
    expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(orAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  });

  it('rejects at once where the signal has aborted already', async () => {
    await expect(orAborted(never(), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});

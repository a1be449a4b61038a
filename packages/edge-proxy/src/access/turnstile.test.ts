import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TurnstileFullError, turnstile } from './turnstile.ts';

const never = new AbortController().signal;

describe('turnstile', () => {
  it('admits a limited number per turn of the event loop, callers in turn', async () => {
    const enter = turnstile({ waiting: 100, each: 1 });
    const entered: string[] = [];
    const names = ['flood', 'flood', 'flood', 'other'];
    const all = names.map((turn) => enter({ turn, cost: 1, signal: never }).then(() => entered.push(turn)));
    expect(entered).toEqual([]);
    await setImmediate();
    expect(entered).toEqual(['flood']);
    await setImmediate();
    expect(entered).toEqual(['flood', 'other']);
    await Promise.all(all);
    expect(entered).toEqual(['flood', 'other', 'flood', 'flood']);
  });

  it('admits again after it was empty', async () => {
    const enter = turnstile({ waiting: 100, each: 1 });
    await enter({ turn: 'a', cost: 1, signal: never });
    await setImmediate();
    await expect(enter({ turn: 'a', cost: 50, signal: never })).resolves.toBeUndefined();
  });

  it('rejects a caller beyond its limit', async () => {
    const enter = turnstile({ waiting: 2, each: 1 });
    const ask = () => enter({ turn: 'a', cost: 1, signal: never });
    const results = await Promise.allSettled([ask(), ask(), ask()]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(TurnstileFullError) });
  });

  it('forgets callers that have left', async () => {
    const enter = turnstile({ waiting: 2, each: 1 });
    const gone = new AbortController();
    const left = enter({ turn: 'a', cost: 2, signal: gone.signal });
    gone.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(enter({ turn: 'b', cost: 2, signal: never })).resolves.toBeUndefined();
    await expect(enter({ turn: 'b', cost: 2, signal: gone.signal })).rejects.toThrow('gone');
  });
});

import { describe, expect, it } from 'vitest';
import { streamEvents } from '../generation/stream-events.ts';
import { childSignal } from './child-signal.ts';

describe('childSignal', () => {
  it('aborts with its parent’s reason, also when the parent aborted before', () => {
    const parent = new AbortController();
    const { signal } = childSignal(parent.signal);
    expect(signal.aborted).toBe(false);
    parent.abort('gone');
    expect([signal.reason, childSignal(parent.signal).signal.reason]).toEqual(['gone', 'gone']);
  });

  it('aborts alone, and no longer after its release', () => {
    const parent = new AbortController();
    const [alone, released] = [childSignal(parent.signal), childSignal(parent.signal)];
    alone.abort('late');
    released.release();
    expect(parent.signal.aborted).toBe(false);
    parent.abort('gone');
    expect([alone.signal.reason, released.signal.aborted]).toEqual(['late', false]);
  });
});

describe('streamEvents', () => {
  const { signal: never } = new AbortController();

  it('does not abort the signal of a successful task, and aborts it after a failure', async () => {
    const given: AbortSignal[] = [];
    const run = (task: () => Promise<string>) =>
      streamEvents(never, (_, signal) => {
        given.push(signal);
        return task();
      }).next();
    expect(await run(async () => 'done')).toEqual({ done: true, value: 'done' });
    await expect(run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(given.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  it('aborts the task when the consumer stops iterating', async () => {
    let given = never;
    const events = streamEvents<string, void>(never, (emit, signal) => {
      given = signal;
      emit('first');
      return new Promise(() => {});
    });
    expect(await events.next()).toEqual({ done: false, value: 'first' });
    await events.return(undefined);
    expect(given.aborted).toBe(true);
  });
});

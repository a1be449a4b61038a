import { describe, expect, it } from 'vitest';
import { streamEvents } from './stream-events.ts';

const signal = new AbortController().signal;

describe('a stream of events', () => {
  it('yields each event in order, and returns the result', async () => {
    const stream = streamEvents<number, string>(signal, async (emit) => {
      emit(1);
      emit(2);
      await new Promise((resolve) => setTimeout(resolve));
      emit(3);
      return 'done';
    });
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    expect(await stream.next()).toEqual({ done: false, value: 2 });
    expect(await stream.next()).toEqual({ done: false, value: 3 });
    expect(await stream.next()).toEqual({ done: true, value: 'done' });
  });

  it('yields the events before an error, and then throws it', async () => {
    const stream = streamEvents<number, string>(signal, async (emit) => {
      emit(1);
      throw new Error('broken');
    });
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    await expect(stream.next()).rejects.toThrow('broken');
  });

  it('starts nothing before it is iterated', async () => {
    let begun = false;
    const stream = streamEvents<number, string>(signal, async () => {
      begun = true;
      return 'done';
    });
    expect(begun).toBe(false);
    await stream.next();
    expect(begun).toBe(true);
  });

  it('aborts its task when the consumer stops iterating', async () => {
    let given: AbortSignal | undefined;
    const stream = streamEvents<number, string>(signal, async (emit, until) => {
      given = until;
      emit(1);
      return new Promise((_, reject) => until.addEventListener('abort', () => reject(until.reason)));
    });
    await stream.next();
    expect(given?.aborted).toBe(false);
    await stream.return('left');
    expect(given?.reason).toMatchObject({ name: 'AbortError', message: 'The caller stopped reading.' });
  });

  it('aborts its task with the caller’s signal and reason', async () => {
    const caller = new AbortController();
    const stream = streamEvents<number, string>(
      caller.signal,
      (_, until) =>
        new Promise((_resolve, reject) => until.addEventListener('abort', () => reject(until.reason))),
    );
    const ended = expect(stream.next()).rejects.toThrow('left');
    caller.abort(new Error('left'));
    await ended;
  });

  it('does not abort the signal of a completed task', async () => {
    let given: AbortSignal | undefined;
    const stream = streamEvents<number, string>(signal, async (_, until) => {
      given = until;
      return 'done';
    });
    await stream.next();
    expect(given?.aborted).toBe(false);
  });
});

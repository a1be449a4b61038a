import { childSignal } from '../time/child-signal.ts';

/**
 * Turns a task that emits events into an async generator of them; the task's result is the generator's return value.
 * The task's signal aborts when `signal` does, and when the consumer stops early.
 */
export async function* streamEvents<Event, Result>(
  signal: AbortSignal,
  task: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Event, Result> {
  const child = childSignal(signal);
  const waiting: Event[] = [];
  let wake = () => {};
  let ended = false;

  const emit = (event: Event) => {
    waiting.push(event);
    wake();
  };
  let fulfilled = false;
  const work = async () => {
    try {
      const result = await task(emit, child.signal);
      fulfilled = true;
      return result;
    } finally {
      ended = true;
      wake();
    }
  };
  const result = work();
  // The consumer may leave before it awaits the result; an unhandled rejection would end the process.
  result.catch(() => {});

  try {
    for (;;) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else if (ended) return await result;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    if (!fulfilled) child.abort(new DOMException('The caller stopped reading.', 'AbortError'));
    child.release();
  }
}

/**
 * Turns a task that emits events into an async generator of them; the task's result is the generator's return value.
 * The task's signal aborts when `signal` does, and when the consumer stops early.
 */
export async function* streamEvents<Event, Result>(
  signal: AbortSignal,
  task: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Event, Result> {
  const abandoned = new AbortController();
  const waiting: Event[] = [];
  let wake = () => {};
  let ended = false;

  const emit = (event: Event) => {
    waiting.push(event);
    wake();
  };
  const result = task(emit, AbortSignal.any([signal, abandoned.signal])).finally(() => {
    ended = true;
    wake();
  });
  // The consumer may leave before it awaits the result; a rejection nobody waits for must not end the process.
  result.catch(() => {});

  try {
    for (;;) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else if (ended) return await result;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    abandoned.abort(new DOMException('The caller stopped listening.', 'AbortError'));
  }
}

import { type ReadonlySignal, signal } from '@preact/signals';
import { failureOf } from '../client/errors.ts';
import type { GenerationEvent, GenerationInput } from '../client/events.ts';
import { type Run, type RunEvent, reduceRun, startRun } from './run.ts';

/** Most runs kept on the screen, so that a long session does not fill the memory with images. */
export const KEPT_RUNS = 8;

/** The runs and the means to start and cancel one. */
export interface Jobs {
  /** Newest first; the first one is the current one. */
  readonly runs: ReadonlySignal<readonly Run[]>;
  /** Starts a run. Call it only while none is running. @param key The proxy's key, or empty. */
  start(input: GenerationInput, key: string): void;
  cancel(): void;
}

export type Generate = (
  input: GenerationInput,
  options: { key: string; signal: AbortSignal },
) => AsyncIterable<GenerationEvent>;

/** Runs that end with the page that shows them. */
export function localJobs(generate: Generate): Jobs {
  const runs = signal<readonly Run[]>([]);
  let abort = new AbortController();

  async function carryOut(input: GenerationInput, key: string): Promise<void> {
    const number = (runs.value[0]?.number ?? 0) + 1;
    abort = new AbortController();
    const { signal } = abort;
    // Runs with images stay for comparison; refusals and failures go.
    const withImages = runs.value.filter(({ slots }) => slots.some(({ status }) => status === 'screened'));
    runs.value = [startRun(number, input), ...withImages].slice(0, KEPT_RUNS);
    const dispatch = (event: RunEvent) => {
      runs.value = runs.value.map((entry) => (entry.number === number ? reduceRun(entry, event) : entry));
    };
    try {
      for await (const event of generate(input, { key, signal })) dispatch(event);
    } catch (error) {
      dispatch(signal.aborted ? { type: 'cancelled' } : { type: 'failed', failure: failureOf(error) });
    }
  }

  return {
    runs,
    start: (input, key) => void carryOut(input, key),
    cancel: () => abort.abort(),
  };
}

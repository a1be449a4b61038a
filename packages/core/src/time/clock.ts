/** Wall-clock milliseconds per stage; `generate` and `moderate` add up all attempts. */
export interface Timings {
  readonly rules: number;
  readonly classify: number;
  readonly generate: number;
  readonly moderate: number;
  readonly total: number;
}

type Stage = 'classify' | 'generate' | 'moderate';

/** Keeps a generation's deadlines and adds up the time of each stage. */
export interface Clock {
  /** Milliseconds that `stage` may still take: its own deadline, or what the overall one leaves. */
  left(stage: Stage): number;
  /** Adds what screening the prompt measured itself. */
  add(spent: { readonly rules: number; readonly classify: number }): void;
  /** Adds the wall-clock time of `work` to `stage`, also when it fails. */
  time<Value>(stage: Stage, work: () => Promise<Value>): Promise<Value>;
  timings(): Timings;
}

/** Starts the clock of one generation. Every figure is in milliseconds. */
export function startClock(deadlines: Readonly<Record<Stage | 'total', number>>): Clock {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const spent = { rules: 0, classify: 0, generate: 0, moderate: 0 };
  return {
    left: (stage) => Math.max(0, Math.min(deadlines[stage], deadlines.total - elapsed())),
    add: ({ rules, classify }) => {
      spent.rules += rules;
      spent.classify += classify;
    },
    time: async (stage, work) => {
      const before = performance.now();
      try {
        return await work();
      } finally {
        spent[stage] += performance.now() - before;
      }
    },
    timings: () => ({ ...spent, total: elapsed() }),
  };
}

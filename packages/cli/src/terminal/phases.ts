import type { ProgressStream } from './live-line.ts';
import { bar, duration, progressLine, timeLeft } from './progress.ts';

/** Shows work in phases: a bar for the running phase, and a line with the duration for each finished one. */
export function phases(stream: ProgressStream = process.stderr) {
  const line = progressLine(stream);
  let started = performance.now();
  let current: string | undefined;
  return {
    update(phase: string, done: number, total: number): void {
      if (phase !== current) {
        current = phase;
        started = performance.now();
        line.update({ done: 0, total }, () => phase);
      }
      if (done < total) {
        line.update({ done, total }, (rate) =>
          [phase, bar({ done, total }), ...timeLeft({ done, total }, rate)].join('  '),
        );
        return;
      }
      line.note(`${phase}: ${duration((performance.now() - started) / 1_000)}`);
      current = undefined;
    },
    note: line.note,
    end: line.end,
  };
}

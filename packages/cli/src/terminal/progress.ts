import { liveLine, type ProgressStream } from './live-line.ts';

/** Milliseconds between two lines in a log. */
const LOG_INTERVAL = 5_000;
/** The window of the rate, in milliseconds, so that units from before do not raise it. */
const WINDOW = 10_000;

/** The state of the work: units done, and in total. */
export interface Amount {
  readonly done: number;
  readonly total: number;
}

/** Shows progress on standard error: a line in place on a terminal, a line at intervals in a log. */
export function progressLine(stream: ProgressStream = process.stderr) {
  const line = liveLine(stream, LOG_INTERVAL);
  const samples: { at: number; done: number }[] = [];
  return {
    /** @param textOf Makes the line from the rate in units per second. */
    update({ done, total }: Amount, textOf: (rate: number) => string): void {
      const now = performance.now();
      // The clock starts with the first unit, after loading.
      if (done === 0 || done < (samples.at(-1)?.done ?? 0))
        samples.splice(0, samples.length, { at: now, done });
      if (done !== total && !line.isDue()) return;
      samples.push({ at: now, done });
      while (samples.length > 2 && now - (samples[0]?.at ?? now) > WINDOW) samples.shift();
      const first = samples[0] ?? { at: now, done };
      line.draw(textOf(now > first.at ? (1_000 * (done - first.done)) / (now - first.at) : 0));
    },
    /** Prints a line above the progress. */
    note: line.note,
    end: line.end,
  };
}

/** A bar of twenty places, with its numbers. */
export function bar({ done, total }: Amount): string {
  const filled = total === 0 ? 20 : Math.floor((20 * done) / total);
  return `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}] ${count(done)} of ${count(total)}`;
}

/** The remaining time at this rate; empty when it is unknown. */
export function timeLeft({ done, total }: Amount, rate: number): string[] {
  return rate > 0 && done < total ? [`${duration((total - done) / rate)} left`] : [];
}

/** Seconds in the format of a clock. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A whole number with separators. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

import { clearLine, cursorTo } from 'node:readline';

/** Milliseconds between two drawings: often enough to look alive on a terminal, seldom enough for a log. */
const TERMINAL_INTERVAL = 100;
const LOG_INTERVAL = 5_000;
/** The rate is that of the last seconds, so that what was known already does not flatter it. */
const WINDOW = 10_000;

/** How far work has come, in the same units. */
export interface Amount {
  readonly done: number;
  readonly total: number;
}

/** Where progress is shown: a terminal, or anything that takes lines. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Shows progress on standard error: one line that stays in place on a terminal, a plain line now and then elsewhere. */
export function progressLine(stream: ProgressStream = process.stderr) {
  const samples: { at: number; done: number }[] = [];
  let drawn = 0;
  const wipe = () => {
    if (!stream.isTTY) return;
    clearLine(stream, 0);
    cursorTo(stream, 0);
  };
  return {
    /** @param textOf The line, given how many units are done in a second. */
    update({ done, total }: Amount, textOf: (rate: number) => string): void {
      const now = performance.now();
      // The clock starts with the first unit, after whatever had to be loaded for it.
      if (done === 0 || done < (samples.at(-1)?.done ?? 0))
        samples.splice(0, samples.length, { at: now, done });
      if (done !== total && now - drawn < (stream.isTTY ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
      drawn = now;
      samples.push({ at: now, done });
      while (samples.length > 2 && now - (samples[0]?.at ?? now) > WINDOW) samples.shift();
      const first = samples[0] ?? { at: now, done };
      const rate = now > first.at ? (1_000 * (done - first.done)) / (now - first.at) : 0;
      const line = textOf(rate);
      wipe();
      stream.write(stream.isTTY ? line.slice(0, (stream.columns || 80) - 1) : `${line}\n`);
    },
    /** Prints a line of its own above the progress. */
    note(line: string): void {
      wipe();
      stream.write(`${line}\n`);
    },
    end: wipe,
  };
}

/** A bar of twenty places and what it stands for. */
export function bar({ done, total }: Amount): string {
  const filled = total === 0 ? 20 : Math.floor((20 * done) / total);
  return `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}] ${count(done)} of ${count(total)}`;
}

/** How long the rest takes at this rate; nothing where that cannot be known. */
export function timeLeft({ done, total }: Amount, rate: number): string[] {
  return rate > 0 && done < total ? [`${duration((total - done) / rate)} left`] : [];
}

/** Seconds as people read a clock. */
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

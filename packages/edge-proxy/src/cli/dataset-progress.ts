import { clearLine, cursorTo } from 'node:readline';

/** Where a scan is. */
export interface Progress {
  readonly done: number;
  readonly files: number;
  readonly unsafe: number;
  readonly unchecked: number;
  /** US dollars so far, and what the whole set is expected to cost at most. */
  readonly spent: number;
  readonly expected: number;
}

/** Milliseconds between two drawings: often enough to look alive on a terminal, seldom enough for a log. */
const TERMINAL_INTERVAL = 100;
const LOG_INTERVAL = 5_000;
/** The rate is that of the last seconds, so that files an earlier scan knew do not flatter it. */
const WINDOW = 10_000;

/** Shows progress on standard error: one line that stays in place on a terminal, a plain line now and then elsewhere. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr) {
  const samples: { at: number; done: number }[] = [];
  let drawn = 0;
  const wipe = () => {
    if (!stream.isTTY) return;
    clearLine(stream, 0);
    cursorTo(stream, 0);
  };
  return {
    update(progress: Progress): void {
      const now = performance.now();
      // The clock starts with the first file, after models were loaded and prompts judged.
      if (progress.done === 0) samples.splice(0, samples.length, { at: now, done: 0 });
      const last = progress.done === progress.files;
      if (!last && now - drawn < (stream.isTTY ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
      drawn = now;
      samples.push({ at: now, done: progress.done });
      while (samples.length > 2 && now - (samples[0]?.at ?? now) > WINDOW) samples.shift();
      const first = samples[0] ?? { at: now, done: progress.done };
      const rate = now > first.at ? (1_000 * (progress.done - first.done)) / (now - first.at) : 0;
      const line = progressText(progress, rate);
      wipe();
      stream.write(stream.isTTY ? line.slice(0, stream.columns - 1) : `${line}\n`);
    },
    /** Prints a line of its own above the progress. */
    note(line: string): void {
      wipe();
      stream.write(`${line}\n`);
    },
    end: wipe,
  };
}

/** @param rate Files a second. */
export function progressText(progress: Progress, rate: number): string {
  const { done, files, unsafe, unchecked, spent, expected } = progress;
  const filled = files === 0 ? 20 : Math.floor((20 * done) / files);
  const parts = [
    `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}] ${count(done)} of ${count(files)}`,
    `${rate.toFixed(1)}/s`,
    ...(rate > 0 && done < files ? [`${duration((files - done) / rate)} left`] : []),
    ...(expected > 0 ? [`$${spent.toFixed(2)} of about $${expected.toFixed(2)}`] : []),
    ...(unsafe > 0 ? [`${count(unsafe)} unsafe`] : []),
    ...(unchecked > 0 ? [`${count(unchecked)} unchecked`] : []),
  ];
  return parts.join('  ');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

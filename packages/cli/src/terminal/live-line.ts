import { createLogUpdate } from 'log-update';

/** A terminal, or anything else that takes lines. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Milliseconds between two drawings on a terminal. */
const TERMINAL_INTERVAL = 100;

/**
 * A line that changes in place on a terminal. A log gets a line at intervals instead.
 * @param logInterval Milliseconds between two lines in a log.
 */
export function liveLine(stream: ProgressStream, logInterval: number) {
  // The cursor stays visible, so nothing must be restored and no signal handler is needed.
  const live = stream.isTTY ? createLogUpdate(stream, { showCursor: true }) : undefined;
  const interval = live ? TERMINAL_INTERVAL : logInterval;
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    isTTY: live !== undefined,
    /** True when the interval has passed since the last drawing. */
    isDue: () => performance.now() - drawn >= interval,
    /** Draws the line; a terminal shows as much of it as fits. */
    draw(text: string): void {
      drawn = performance.now();
      if (live) live(text.slice(0, (stream.columns || 80) - 1));
      else stream.write(`${text}\n`);
    },
    /** Prints a line above, which stays. */
    note(text: string): void {
      live?.clear();
      stream.write(`${text}\n`);
    },
    /** Removes the line from a terminal. */
    end(): void {
      live?.clear();
    },
  };
}

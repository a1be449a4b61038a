import type { Teller, Watch } from '@shoji/curator/comprehend';
import { WatchEndedError } from '@shoji/curator/comprehend';
import { EXIT } from '../../../terminal/exit.ts';
import { liveLine, type ProgressStream } from '../../../terminal/live-line.ts';
import { duration } from '../../../terminal/progress.ts';

/** Interval of lines in a log without a change, in milliseconds. */
const LOG_INTERVAL = 300_000;

/**
 * Runs work at AWS and watches it to its end. The first Ctrl-C ends the watch and prints how to resume it.
 * @returns The exit code.
 */
export async function watching(
  pollSeconds: number,
  work: (watch: Watch) => Promise<number>,
): Promise<number> {
  const line = statusLine();
  const interrupt = new AbortController();
  const onInterrupt = () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(
      new WatchEndedError(
        'Stopped waiting. Work that was started at AWS continues; the same command finds it again and starts nothing twice.',
      ),
    );
  };
  process.on('SIGINT', onInterrupt);
  try {
    return await work({ teller: line, interval: 1_000 * pollSeconds, signal: interrupt.signal });
  } catch (error) {
    if (!(error instanceof WatchEndedError)) throw error;
    line.note(error.message);
    return EXIT.unfinished;
  } finally {
    line.end();
    process.off('SIGINT', onInterrupt);
  }
}

/** Reports on standard error: a line in place on a terminal, a line for each change in a log. */
export function statusLine(stream: ProgressStream = process.stderr): Teller & { end(): void } {
  const line = liveLine(stream, LOG_INTERVAL);
  let current = { text: '', since: 0 };
  const draw = () => {
    if (current.text !== '') line.draw(`${current.text}  ${duration((Date.now() - current.since) / 1_000)}`);
  };
  // On a terminal the time advances between two polls, too.
  const clock = line.isTTY ? setInterval(draw, 1_000).unref() : undefined;
  return {
    status(text, since) {
      const changed = text !== current.text;
      if (changed) current = { text, since: since?.getTime() ?? Date.now() };
      if (changed || line.isDue()) draw();
    },
    note: line.note,
    end() {
      clearInterval(clock);
      line.end();
    },
  };
}

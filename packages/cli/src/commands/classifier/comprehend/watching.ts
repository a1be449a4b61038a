import { clearLine, cursorTo } from 'node:readline';
import type { Teller, Watch } from '@shoji/curator/comprehend';
import { WatchEndedError } from '@shoji/curator/comprehend';
import { EXIT } from '../../../terminal/exit.ts';
import { duration } from '../../../terminal/progress.ts';

/** Milliseconds after which a log hears that nothing has changed. */
const LOG_INTERVAL = 300_000;

/**
 * Runs work at AWS that is watched until it is done. The first Ctrl-C ends the watch and says how to come back to it.
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
        'Stopped. What was begun is found when the same command is run again; nothing is begun twice.',
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

/** A terminal of so many columns, or a log. */
type Screen = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Tells on standard error: one line that stays in place on a terminal, a line for each change elsewhere. */
export function statusLine(stream: Screen = process.stderr): Teller & { end(): void } {
  let current = { text: '', since: 0 };
  let logged = 0;
  const wipe = () => {
    if (!stream.isTTY) return;
    clearLine(stream, 0);
    cursorTo(stream, 0);
  };
  const draw = () => {
    if (current.text === '') return;
    const line = `${current.text}  ${duration((Date.now() - current.since) / 1_000)}`;
    wipe();
    stream.write(stream.isTTY ? line.slice(0, (stream.columns ?? 80) - 1) : `${line}\n`);
    logged = Date.now();
  };
  // On a terminal the time runs between two looks, too.
  const clock = stream.isTTY ? setInterval(draw, 1_000).unref() : undefined;
  return {
    status(text, since) {
      const changed = text !== current.text;
      if (changed) current = { text, since: since?.getTime() ?? Date.now() };
      if (changed || stream.isTTY || Date.now() - logged > LOG_INTERVAL) draw();
    },
    note(text) {
      wipe();
      stream.write(`${text}\n`);
    },
    end() {
      clearInterval(clock);
      wipe();
    },
  };
}

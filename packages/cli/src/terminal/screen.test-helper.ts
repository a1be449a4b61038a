import { Writable } from 'node:stream';
import xterm from '@xterm/headless';

/** A terminal, drawn by a real emulator. */
export function terminal(columns: number) {
  const emulator = new xterm.Terminal({ cols: columns, rows: 10, convertEol: true, allowProposedApi: true });
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      emulator.write(chunk, done);
    },
  });
  return {
    stream: Object.assign(stream, { isTTY: true, columns, rows: 10 }),
    /** The lines that can be seen, without empty ones at the end. */
    async lines(): Promise<string[]> {
      await new Promise<void>((resolve) => emulator.write('', resolve));
      const { active } = emulator.buffer;
      const lines = Array.from(
        { length: active.length },
        (_, at) => active.getLine(at)?.translateToString(true) ?? '',
      );
      return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
    },
  };
}

/** A log: a stream that is no terminal, and what was written to it. */
export function log() {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => written.join('') };
}

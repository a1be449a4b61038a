import type { FileHandle } from 'node:fs/promises';

/** A line of a file, and the offset of its first byte. */
interface Line {
  readonly text: string;
  readonly start: number;
}

/** The complete lines of a file. A truncated line after the last newline, left by a kill, is removed from the file. */
export async function* wholeLines(handle: FileHandle): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    const bytes: Buffer = Buffer.concat([rest, Buffer.from(chunk)]);
    let from = 0;
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
      yield { text: bytes.toString('utf8', from, end), start };
      start += end + 1 - from;
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) await handle.truncate(start);
}

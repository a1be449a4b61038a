import type { FileHandle } from 'node:fs/promises';

/** The complete lines of a file. A truncated line after the last newline, left by a kill, is removed from the file. */
export async function* wholeLines(handle: FileHandle): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let ended = 0;
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    const bytes: Buffer = Buffer.concat([rest, Buffer.from(chunk)]);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end > 0) yield* bytes.toString('utf8', 0, end - 1).split('\n');
    ended += end;
    rest = bytes.subarray(end);
  }
  if (rest.length > 0) await handle.truncate(ended);
}

import type { FileHandle } from 'node:fs/promises';

/** The lines of a file that end. After the last newline is what a kill left of a write: it is cut off the file. */
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

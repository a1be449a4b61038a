import { Buffer, isUtf8 } from 'node:buffer';
import { CliError } from './exit.ts';

const NEWLINE = 0x0a;

export interface Line {
  readonly text: string;
  /** From 1, as editors count. */
  readonly number: number;
}

/**
 * The lines of a UTF-8 stream without the blank ones, as many at a time as have arrived: one by one they would cost
 * more than checking them.
 * @throws CliError naming the first line that is not UTF-8, after the lines before it.
 */
export async function* readLines(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line[]> {
  let rest: Uint8Array[] = [];
  let number = 0;
  const numbered = (bytes: Uint8Array): Line[] =>
    new TextDecoder()
      .decode(bytes)
      .split('\n')
      .flatMap((text) => {
        number += 1;
        return text.trim() === '' ? [] : [{ text, number }];
      });
  const split = function* (bytes: Uint8Array): Generator<Line[]> {
    if (isUtf8(bytes)) return yield numbered(bytes);
    const before = endOfReadable(bytes);
    if (before > 0) yield numbered(bytes.subarray(0, before - 1));
    throw new CliError(
      `Line ${number + 1} of standard input is not UTF-8; convert it, e.g. with iconv. The lines before it are answered.`,
    );
  };

  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const end = bytes.lastIndexOf(NEWLINE);
    if (end < 0) rest.push(bytes);
    else {
      yield* split(Buffer.concat([...rest, bytes.subarray(0, end)]));
      rest = [bytes.subarray(end + 1)];
    }
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield* split(last);
}

/** The start of the first line that is not UTF-8. */
function endOfReadable(bytes: Uint8Array): number {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return start;
    start = end + 1;
  }
}

import { randomUUID } from 'node:crypto';
import { endOfString } from '../../wire/json/end-of-string.ts';

/** Strings of at least this many bytes stay in the buffer: few strings other than pictures are as long. */
const LONG_BYTES = 4_096;
/** Length of a long string's prefix in its stand-in, which shows the type of its content. */
const PREFIX_BYTES = 32;
/** Random, so that no server can forge a stand-in. */
const MARK = randomUUID();

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** JSON in which a short stand-in replaces each long string. */
export interface CutJson {
  readonly value: unknown;
  /** The string that a stand-in of `value` is for; any other string as it is. */
  restore(text: string): string;
}

/**
 * Parses JSON, but leaves long strings in their bytes: as JavaScript strings, pictures would be copied and looked
 * through twice, which costs more than everything else about them.
 * @throws SyntaxError when the bytes are not JSON. The letters of a long string are validated only by `restore()`.
 */
export function parseCutJson(bytes: Uint8Array): CutJson {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.length < LONG_BYTES) return parseWholeJson(text.toString());
  const long: Buffer[] = [];
  const pieces: Buffer[] = [];
  let from = 0;
  for (let start = text.indexOf(QUOTE); start >= 0; ) {
    const end = endOfString(text, start);
    const letters = text.subarray(start + 1, end);
    // A string with escapes must be read letter by letter, however long it is.
    if (letters.length >= LONG_BYTES && !letters.includes(BACKSLASH)) {
      pieces.push(text.subarray(from, start + 1 + PREFIX_BYTES), Buffer.from(`${MARK}${long.length}`));
      long.push(letters);
      from = end;
    }
    start = text.indexOf(QUOTE, end + 1);
  }
  const skeleton = Buffer.concat([...pieces, text.subarray(from)]);
  const restore = (each: string) => {
    const at = each.indexOf(MARK);
    return at < 0 ? each : (long[Number(each.slice(at + MARK.length))]?.toString() ?? '');
  };
  return { value: JSON.parse(skeleton.toString()), restore };
}

/** Parses JSON that is a JavaScript string already. @throws SyntaxError */
export function parseWholeJson(text: string): CutJson {
  return { value: JSON.parse(text), restore: (each) => each };
}

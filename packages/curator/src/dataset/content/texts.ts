import { isUtf8 } from 'node:buffer';
import { SourceError } from '../sources/source.ts';
import type { TextKind } from './kinds.ts';
import { rowsOf, type SetText } from './rows.ts';

/**
 * The text in a file's bytes: UTF-8, or UTF-16 with a byte order mark. Undefined when the bytes are not text, e.g. a
 * picture.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff && 'utf-16be';
  if (utf16) {
    try {
      return new TextDecoder(utf16, { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  }
  return isUtf8(bytes) && !bytes.includes(0) ? new TextDecoder().decode(bytes) : undefined;
}

/** Base64 of at least a small picture, alone or in a `data:` address. */
const ENCODED = /^(data:[^,\s]{0,200},)?[\w+/=-]{256,}$/;

/**
 * The texts of a file, in its order; empty ones are left out.
 * @throws SourceError `invalid-text` naming the line that cannot be read, after the texts before it; `encoded` naming
 * the first text that is encoded data, after all others.
 */
export function* textsOf(kind: TextKind, content: string): Generator<SetText> {
  let encoded: string | undefined;
  for (const text of textsIn(kind, content)) {
    if (ENCODED.test(text.text.trim())) encoded ??= text.field;
    else yield text;
  }
  if (encoded === undefined) return;
  const message = `Its field ${encoded} holds encoded data, e.g. a picture in Base64, which is not read. Put it into the set as a file.`;
  throw new SourceError('encoded', message);
}

function* textsIn(kind: TextKind, content: string): Generator<SetText> {
  for (const row of rowsOf(kind, content)) yield* row.texts;
}

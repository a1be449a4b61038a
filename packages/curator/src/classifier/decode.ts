import { constants } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { LabelledDataError } from './complaints.ts';

const UTF16_MARKS: readonly (readonly [encoding: string, first: number, second: number])[] = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/** The text of a file. */
export interface DecodedText {
  readonly text: string;
  /** Whether some bytes were invalid in the encoding. They are U+FFFD in the text, so that their lines can be named. */
  readonly isDamaged: boolean;
}

/**
 * The text of a file with `\n` line ends and no byte order mark. UTF-8, unless a mark says UTF-16 or `encoding` names
 * another one.
 * @param encoding A label of the Encoding Standard, e.g. `windows-1252`, `shift_jis`.
 * @throws LabelledDataError when the file does not exist, its encoding is unknown, or it is not text.
 */
export function readText(file: string, encoding?: string): DecodedText {
  const bytes = read(file);
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    throw new LabelledDataError(`${file}: it is larger than 512 MB; split it into several files.`);
  }
  const marked = UTF16_MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second);
  const name = encoding ?? marked?.[0] ?? 'utf-8';
  const text = decoderOf(name).decode(bytes);
  if (text.slice(0, 4_096).includes('\0')) {
    throw new LabelledDataError(
      `${file}: it is not text, or it is UTF-16 without a byte order mark; for UTF-16 use --encoding utf-16le.`,
    );
  }
  // A carriage return inside quotes would count as a separate line.
  return { text: text.replace(/\r\n?/g, '\n'), isDamaged: text.includes('\uFFFD') && isDamaged(bytes, name) };
}

/** A text may contain U+FFFD itself, from earlier damage. */
function isDamaged(bytes: Buffer, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return false;
  } catch {
    return true;
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new LabelledDataError(`${file}: it cannot be read (${code}).`, { cause });
  }
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    throw new LabelledDataError(
      `--encoding: unknown encoding ${JSON.stringify(encoding)}; examples: windows-1252, shift_jis, utf-16le.`,
      { cause },
    );
  }
}

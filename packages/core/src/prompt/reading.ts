import { DIGIT, type Folded, fold, GAP, IGNORED, LETTER, MARK, MASK, SOFT } from './fold.ts';

const NONE: readonly number[] = [];
const ASCII: readonly Folded[] = Array.from({ length: 128 }, (_, code) => fold(code));

/**
 * A text as it is read: one entry a symbol, without accents, zero-width characters and separators,
 * each knowing where in the typed text it stands. The arrays are reused by the next reading.
 */
export interface Reading {
  length: number;
  /** The symbol, a UTF-16 unit; 0 where the character only stands for others. */
  symbol: Uint16Array;
  kind: Uint8Array;
  script: Uint8Array;
  /** What lies between this symbol and the one before it, as `GAP_…` bits, and how many different characters of it. */
  gap: Uint8Array;
  gapLength: Uint8Array;
  /** Typed offsets; accents belong to the letter before them. */
  start: Int32Array;
  end: Int32Array;
  /** Bit 1: first symbol of its character; bit 2: last; bit 4: a token of one character; bit 8: a bracket-like symbol. */
  flags: Uint8Array;
  /** Index of the first symbol after the run of equal symbols that this one is in. */
  runEnd: Int32Array;
  /** Other symbols the character may stand for. */
  others: (readonly number[])[];
}

export const FIRST = 1;
export const LAST = 2;
export const ALONE = 4;
export const BRACKET = 8;

/** Room for the readings of one matcher. */
export function emptyReading(): Reading {
  return { length: 0, ...arrays(256), others: [] };
}

function arrays(size: number) {
  return {
    symbol: new Uint16Array(size),
    kind: new Uint8Array(size),
    script: new Uint8Array(size),
    gap: new Uint8Array(size),
    gapLength: new Uint8Array(size),
    start: new Int32Array(size),
    end: new Int32Array(size),
    flags: new Uint8Array(size),
    runEnd: new Int32Array(size),
  };
}

/** Reads `text` into `reading`. One pass, linear in the text. */
export function read(text: string, reading: Reading): void {
  // One UTF-16 unit becomes at most eighteen symbols (U+FDFA); nearly always one.
  if (reading.symbol.length < text.length * 3 + 64) Object.assign(reading, arrays(text.length * 3 + 64));
  const { symbol, kind, script, gap, gapLength, start, end, flags, others } = reading;
  const room = symbol.length - 1;
  let count = 0;
  let gapBits = 0;
  let gapSize = 0;
  let gapUnit = 0;
  for (let offset = 0; offset < text.length; ) {
    const unit = text.charCodeAt(offset);
    let folded: Folded | undefined;
    let width = 1;
    if (unit < 128) folded = ASCII[unit];
    else {
      const code = text.codePointAt(offset) ?? unit;
      if (code > 0xffff) width = 2;
      folded = fold(code);
    }
    if (folded === undefined) break;
    const from = offset;
    offset += width;
    if (folded.kind === IGNORED) continue;
    if (folded.kind === MARK) {
      if (count > 0 && gapBits === 0) end[count - 1] = offset;
      continue;
    }
    if (folded.kind === GAP) {
      gapBits |= folded.gap;
      // A row of one separator is one separator, drawn out.
      if (gapUnit !== unit) gapSize++;
      gapUnit = unit;
      continue;
    }
    const symbols = folded.symbols;
    if (count > 0 && gapBits === 0 && (symbols[0] === 0x3099 || symbols[0] === 0x309a)) {
      symbol[count - 1] = voiced(symbol[count - 1] ?? 0, symbols[0]);
      end[count - 1] = offset;
      continue;
    }
    const last = Math.max(0, symbols.length - 1);
    for (let part = 0; part <= last && count < room; part++) {
      symbol[count] = symbols[part] ?? 0;
      kind[count] = folded.kind;
      script[count] = folded.script;
      gap[count] = gapBits;
      gapLength[count] = Math.min(255, gapSize);
      start[count] = from;
      end[count] = offset;
      flags[count] = (part === 0 ? FIRST : 0) | (part === last ? LAST : 0) | (folded.gap ? BRACKET : 0);
      others[count] = last === 0 ? folded.others : NONE;
      count++;
      gapBits = 0;
      gapSize = 0;
      gapUnit = 0;
    }
  }
  reading.length = count;
  markRuns(reading);
}

function voiced(base: number, mark: number): number {
  const composed = String.fromCharCode(base, mark).normalize('NFC');
  return composed.length === 1 ? composed.charCodeAt(0) : base;
}

function markRuns({ length, symbol, kind, gap, flags, runEnd, others }: Reading): void {
  // `f*f*f*u*u*n`: the letter before a sign comes again after it.
  const repeatsPastSign = (index: number): boolean =>
    index + 2 < length &&
    (kind[index + 1] === SOFT || kind[index + 1] === MASK) &&
    symbol[index] !== 0 &&
    symbol[index] === symbol[index + 2];
  for (let index = length - 1; index >= 0; index--) {
    const next = index + 1;
    const apartBefore = index === 0 || gap[index] !== 0;
    const apartAfter = next === length || gap[next] !== 0;
    if (apartBefore && apartAfter) flags[index] = (flags[index] ?? 0) | ALONE;
    runEnd[index] = next;
    if (repeatsPastSign(index)) runEnd[index] = runEnd[index + 2] ?? next;
    if (next === length || kind[index] !== kind[next] || symbol[index] !== symbol[next]) continue;
    if (symbol[index] === 0 && others[index] !== others[next]) continue;
    const joined = gap[next] === 0 || ((flags[index] ?? 0) & (flags[next] ?? 0) & ALONE) !== 0;
    if (joined) runEnd[index] = runEnd[next] ?? next;
  }
}

export { DIGIT, LETTER, MASK, SOFT };

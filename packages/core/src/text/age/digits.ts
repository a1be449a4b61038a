/** The blocks of CJK scripts from their radicals to the last ideograph, and Hangul syllables. */
const [FIRST_CJK, BEHIND_CJK] = [0x2e80, 0xa000];
const [FIRST_HANGUL, BEHIND_HANGUL] = [0xac00, 0xd7a4];
const known = new Map<number, number>();

/** The digit value of a code point of Unicode's decimal digits (Nd), in any script; -1 for every other code point. */
export function digitOf(code: number): number {
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1;
  // Ideographs and syllables are the most frequent, and never decimal digits.
  if ((code >= FIRST_CJK && code < BEHIND_CJK) || (code >= FIRST_HANGUL && code < BEHIND_HANGUL)) return -1;
  let digit = known.get(code);
  if (digit === undefined) {
    digit = count(code);
    // The cache is bounded: only characters that a text may read as digits are looked up.
    if (known.size < 2_000) known.set(code, digit);
  }
  return digit;
}

/** Unicode guarantees that the digits of a set are ten consecutive code points; sets may be adjacent. */
function count(code: number): number {
  if (!isDecimal(code)) return -1;
  let before = 0;
  while (isDecimal(code - before - 1)) before++;
  return before % 10;
}

function isDecimal(code: number): boolean {
  return /^\p{Nd}$/u.test(String.fromCodePoint(code));
}

// Compatibility jamo, so that a syllable, its parts and separately typed letters are read as equal.
const INITIAL = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const VOWEL = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const FINAL = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** Whether a code point is a precomposed Hangul syllable. */
export function isSyllable(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3;
}

/** The compatibility jamo that a Hangul character is made of, as code units; empty for any other character. */
export function jamoOf(code: number): number[] {
  if (isSyllable(code)) {
    const index = code - 0xac00;
    const parts = [
      INITIAL.charCodeAt(Math.floor(index / 588)),
      VOWEL.charCodeAt(Math.floor((index % 588) / 28)),
    ];
    if (index % 28 > 0) parts.push(FINAL.charCodeAt((index % 28) - 1));
    return parts;
  }
  if (code >= 0x1100 && code <= 0x1112) return [INITIAL.charCodeAt(code - 0x1100)];
  if (code >= 0x1161 && code <= 0x1175) return [VOWEL.charCodeAt(code - 0x1161)];
  if (code >= 0x11a8 && code <= 0x11c2) return [FINAL.charCodeAt(code - 0x11a8)];
  if (code >= 0x3131 && code <= 0x3163) return [code];
  if (code >= 0xffa1 && code <= 0xffdc) {
    const wide = String.fromCharCode(code).normalize('NFKD').codePointAt(0) ?? 0;
    return wide === code ? [] : jamoOf(wide);
  }
  return [];
}

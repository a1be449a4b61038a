/**
 * A text without invisible characters, from which no classifier should learn: composed (NFC), without control,
 * bidirectional and half surrogate characters, every run of white space one space. Cleaning twice is cleaning once.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\p{Cs}\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .normalize('NFC')
    .trim();
}

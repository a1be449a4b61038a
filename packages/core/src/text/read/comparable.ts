import { DIGIT, emptyReading, LETTER, read } from './reading.ts';

const reading = emptyReading();

/**
 * A text as the rules read it, for a comparison of texts as a reader sees them: without case, accents, zero-width
 * characters and punctuation, with one space between words. Pictographs stay, for they carry meaning. Empty if nothing
 * can be read.
 */
export function comparable(text: string): string {
  read(text, reading);
  const { length, symbol, kind, gap } = reading;
  let words = '';
  let apart = false;
  for (let index = 0; index < length; index++) {
    apart ||= gap[index] !== 0;
    if (kind[index] !== LETTER && kind[index] !== DIGIT) {
      apart = true;
      continue;
    }
    if (apart && words !== '') words += ' ';
    words += String.fromCharCode(symbol[index] ?? 0);
    apart = false;
  }
  const pictographs = text.match(/\p{Extended_Pictographic}|\p{Regional_Indicator}/gu) ?? [];
  return [words, ...pictographs].filter((part) => part !== '').join(' ');
}

import type { Span } from '../vocabulary/finding.ts';

/** Ends a sentence, in the punctuation of every script of the lists. */
const STOP = /[.!?;\n\r。！？；｡।؟]/u;
/** Ends a clause or an item of a list, brackets and weights of prompt syntax included. */
const BREAK = /[,:.!?;\n\r|()[\]{}<>—–…•，、：。！？；｡।،؛؟]/u;
/** Most words of a clause on each side, so that a clause without punctuation does not hide a hit. */
const MOST_WORDS = 6;
/** White space between words: captured, so that a split text alternates between words and gaps. */
const GAP = /(\s+)/;
/** That many words with their gaps, and the text joined to the hit without white space. */
const MOST_PARTS = 2 * MOST_WORDS + 1;
/** Most characters of a sentence on each side: what a classifier reads at once. */
const MOST_CHARACTERS = 180;

/**
 * The passages around a hit, for classifiers: its clause of a few words, and its sentence. Text that is added before or
 * after the sentence changes neither.
 * @returns One or two passages, trimmed; empty if the passage is the whole text.
 * @example
 * ```ts
 * passagesAround('Hills at dawn. A foo in a bar, lake. Birds.', [17, 20]); // ['A foo in a bar', 'A foo in a bar, lake']
 * ```
 */
export function passagesAround(text: string, [start, end]: Span): string[] {
  const clause = cut(text, start, end, BREAK);
  const sentence = cut(text, start, end, STOP);
  const near =
    text.slice(clause[0], start).split(GAP).slice(-MOST_PARTS).join('') +
    text.slice(start, end) +
    text.slice(end, clause[1]).split(GAP).slice(0, MOST_PARTS).join('');
  return [...new Set([near.trim(), text.slice(...sentence).trim()])].filter(
    (passage) => passage !== '' && passage !== text.trim(),
  );
}

/** From the last mark before a hit to the first after it, at most some hundred characters on each side. */
function cut(text: string, start: number, end: number, mark: RegExp): [from: number, to: number] {
  let from = start;
  while (from > 0 && start - from < MOST_CHARACTERS && !mark.test(text.charAt(from - 1))) from--;
  let to = end;
  while (to < text.length && to - end < MOST_CHARACTERS && !mark.test(text.charAt(to))) to++;
  return [from, to];
}

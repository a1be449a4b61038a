import type { Span } from '../vocabulary/finding.ts';

/** Ends a sentence, in the punctuation of every script of the lists. */
const STOP = /[.!?;\n\r。！？；｡।؟]/u;
/** Ends a clause or an item of a list, brackets and weights of prompt syntax included. */
const BREAK = /[,:.!?;\n\r|()[\]{}<>—–…•，、：。！？；｡।،؛؟]/u;
/** Most words of a clause on each side, so that a clause without punctuation does not hide a hit. */
const MOST_WORDS = 6;
/** White space between words: captured, so that a split text alternates between words and gaps. */
const GAP = /(\s+)/;
const SPACE = /\s+/;
/** That many words with their gaps, and the text joined to the hit without white space. */
const MOST_PARTS = 2 * MOST_WORDS + 1;
/** Most characters of a sentence on each side: what a classifier reads at once. */
const MOST_CHARACTERS = 180;
/** From that many words on, and that many between its signs, a sentence is prose and not a list of tags. */
const PROSE = { words: 14, between: 4.5 };

/** The text around a hit that classifiers read. */
export interface Passages {
  /** The few words of the hit's clause. */
  readonly clause: string;
  readonly sentence: string;
  /**
   * The number of words of the sentence if it is prose, and undefined if it is a list of tags: each tag is read alone, but
   * a clause of prose has its meaning from the sentence.
   */
  readonly prose: number | undefined;
}

/**
 * The passages around a hit, for classifiers: its clause of a few words, and its sentence, both trimmed. Text that is
 * added before or after the sentence changes neither.
 * @example
 * ```ts
 * passagesAround('Hills at dawn. A foo in a bar, lake. Birds.', [17, 20]);
 * // { clause: 'A foo in a bar', sentence: 'A foo in a bar, lake', prose: undefined }
 * ```
 */
export function passagesAround(text: string, [start, end]: Span): Passages {
  const clause = cut(text, start, end, BREAK);
  const near =
    text.slice(clause[0], start).split(GAP).slice(-MOST_PARTS).join('') +
    text.slice(start, end) +
    text.slice(end, clause[1]).split(GAP).slice(0, MOST_PARTS).join('');
  const sentence = text.slice(...cut(text, start, end, STOP)).trim();
  return { clause: near.trim(), sentence, prose: wordsOfProse(sentence) };
}

function wordsOfProse(sentence: string): number | undefined {
  const words = sentence.split(SPACE).length;
  return words >= PROSE.words && words / sentence.split(BREAK).length >= PROSE.between ? words : undefined;
}

/** From the last mark before a hit to the first after it, at most some hundred characters on each side. */
function cut(text: string, start: number, end: number, mark: RegExp): [from: number, to: number] {
  let from = start;
  while (from > 0 && start - from < MOST_CHARACTERS && !mark.test(text.charAt(from - 1))) from--;
  let to = end;
  while (to < text.length && to - end < MOST_CHARACTERS && !mark.test(text.charAt(to))) to++;
  return [from, to];
}

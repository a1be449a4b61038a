import type { Span } from '../vocabulary/finding.ts';

/** Ends a sentence, in the punctuation of every script that the lists know. */
const STOP = /[.!?;\n\r。！？；｡।؟]/u;
/** Ends a clause or an item of a list, brackets and weights of prompt syntax included. */
const BREAK = /[,:.!?;\n\r|()[\]{}<>—–…•，、：。！？；｡।،؛؟]/u;
/** Words on each side that a clause is cut to, so that one without punctuation does not hide a hit either. */
const MOST_WORDS = 6;
/** Characters on each side that a sentence is cut to: what a classifier reads at once, and no more. */
const MOST_CHARACTERS = 180;

/**
 * What a hit in a text is read in, apart from the text as a whole: its clause of a few words, and its sentence. Text
 * that is added before or behind a sentence changes neither.
 * @returns One or two passages, trimmed; none where the passage is the whole text.
 * @example
 * ```ts
 * passagesAround('Hills at dawn. A foo in a bar, lake. Birds.', [17, 20]); // ['A foo in a bar', 'A foo in a bar, lake']
 * ```
 */
export function passagesAround(text: string, [start, end]: Span): string[] {
  const clause = cut(text, start, end, BREAK);
  const sentence = cut(text, start, end, STOP);
  const near = text.slice(wordsBefore(text, clause[0], start), wordsBehind(text, end, clause[1]));
  return [...new Set([near.trim(), text.slice(...sentence).trim()])].filter(
    (passage) => passage !== '' && passage !== text.trim(),
  );
}

/** From the last mark before a hit to the first behind it, at most some hundred characters to each side. */
function cut(text: string, start: number, end: number, mark: RegExp): [from: number, to: number] {
  let from = start;
  while (from > 0 && start - from < MOST_CHARACTERS && !mark.test(text.charAt(from - 1))) from--;
  let to = end;
  while (to < text.length && to - end < MOST_CHARACTERS && !mark.test(text.charAt(to))) to++;
  return [from, to];
}

function wordsBefore(text: string, from: number, start: number): number {
  let words = 0;
  for (let at = start; at > from; at--) if (isBoundary(text, at - 1, at) && ++words > MOST_WORDS) return at;
  return from;
}

function wordsBehind(text: string, end: number, to: number): number {
  let words = 0;
  for (let at = end; at < to; at++) if (isBoundary(text, at, at - 1) && ++words > MOST_WORDS) return at;
  return to;
}

/** Whether there is white space at one place and none beside it. */
function isBoundary(text: string, at: number, beside: number): boolean {
  return /\s/.test(text.charAt(at)) && !/\s/.test(text.charAt(beside));
}

const LONGEST = 160;

/**
 * A sentence as the reason phrase of a status line, which is all that some apps show of an error. ASCII alone: a status
 * line has no other encoding that every client reads. Undefined where nothing is left of it.
 */
export function reasonPhrase(sentence: string): string | undefined {
  const phrase = sentence
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (phrase === '') return undefined;
  return phrase.length <= LONGEST ? phrase : `${phrase.slice(0, LONGEST - 3).trimEnd()}...`;
}

const LONGEST = 160;

/**
 * A sentence as the reason phrase of a status line, the only part of an error that some apps show. ASCII only, because
 * clients differ in the encoding of other characters. Undefined when no character is left.
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

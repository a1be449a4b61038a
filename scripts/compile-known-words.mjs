// Packs the words that are not read as another word in disguise: the common words of English prompts, and rarer ones that
// are another word with a letter doubled.
// Usage: npm run ts -- scripts/compile-known-words.mjs <train.csv> <dictionary>, Debian's wamerican for the second.
import { readFileSync, writeFileSync } from 'node:fs';

import { lexiconTerms } from '../packages/core/src/text/lexicon/listed-terms.ts';
import { baseForms } from '../packages/core/src/text/words/known-words.ts';
import { packWords } from '../packages/core/src/text/words/word-set.ts';
import { readLabelledPrompts } from '../packages/curator/src/classifier/labelled.ts';

const OUT = new URL('../packages/core/src/text/words/data/known-words.generated.ts', import.meta.url);
/** A rarer word is not common: of short words, which listed words are often made of, more are. */
const SEEN = 12;
const SEEN_SHORT = 5;
const SHORT = 6;
/** A longer word is no part of a listed word. */
const LONGEST = 10;
/** One in 64 other words is taken for a known one. */
const LOW_BITS = 6;
const PAIRS = 'am an as at be by do go he hi if in is it me my no of oh ok on or ox so to up us we';
const [data, dictionary] = process.argv.slice(2);
if (data === undefined || dictionary === undefined)
  throw new Error('Usage: npm run ts -- scripts/compile-known-words.mjs <train.csv> <dictionary>');

const written = readFileSync(dictionary, 'utf8').toLowerCase().split('\n');
const spelled = new Set(written.filter((word) => /^[a-z]{2,}$/.test(word)));
const count = new Map();
for (const { text } of readLabelledPrompts(data).filter(({ language }) => language === 'en'))
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) count.set(word, (count.get(word) ?? 0) + 1);

const known = new Set(PAIRS.split(' '));
const add = (words) => {
  for (const word of [...words].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)))
    if (!baseForms(word).some((base) => known.has(base))) known.add(word);
};
const isCommon = (word) => (count.get(word) ?? 0) >= (word.length > SHORT ? SEEN : SEEN_SHORT);
add([...spelled].filter((word) => word.length > 2 && word.length <= LONGEST && isCommon(word)));
const terms = lexiconTerms().map(({ text, prefix }) => ({ text: text.toLowerCase(), prefix }));
const listed = new Set(terms.map(({ text }) => text));
const beginnings = terms.flatMap(({ text, prefix }) => (prefix ? [text] : []));
const isOrBegins = (other) =>
  spelled.has(other) ||
  [other, ...baseForms(other)].some((base) => listed.has(base)) ||
  beginnings.some((text) => other.startsWith(text));
add([...spelled].filter((word) => undoubled(word).some(isOrBegins)));

writeFileSync(
  OUT,
  `import type { PackedWords } from '../word-set.ts';

// Made by scripts/compile-known-words.mjs. Do not edit.
export const KNOWN_WORDS: PackedWords = ${JSON.stringify(packWords(known, LOW_BITS))};
`,
);
console.log(`${known.size} words`);

/** A word with one or more of its doubled letters written once. */
function undoubled(word) {
  const at = [...word.matchAll(/(.)\1/g)].map(({ index }) => index);
  return Array.from({ length: 2 ** at.length - 1 }, (_, choice) =>
    [...word].filter((_, place) => !(((choice + 1) >> at.indexOf(place)) & 1 && at.includes(place))).join(''),
  );
}

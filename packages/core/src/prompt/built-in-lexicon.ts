import { LEXICON } from './data/lexicon.generated.ts';
import type { LexiconTerm } from './lexicon.ts';
import { type Lexicon, unpackLexicon } from './packed-lexicon.ts';

let builtIn: Lexicon | undefined;
let all: readonly LexiconTerm[] | undefined;

/** The built-in lexicon, unpacked at the first call. */
export function builtInLexicon(): Lexicon {
  builtIn ??= unpackLexicon(LEXICON);
  return builtIn;
}

/** Every term of it, by language, role and severity. */
export function lexiconTerms(): readonly LexiconTerm[] {
  if (!all) {
    const { size, term } = builtInLexicon();
    const keyed = Array.from({ length: size }, (_, index) => {
      const each = term(index);
      return { each, key: `${each.language} ${each.role} ${each.severity}` };
    });
    all = keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ each }) => each);
  }
  return all;
}

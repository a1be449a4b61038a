import { builtInLexicon } from './built-in.ts';
import { LANGUAGES } from './data/languages.generated.ts';
import { readIndexes } from './packed.ts';
import type { LexiconTerm } from './term-list.ts';

/** A term of the built-in lexicon and the list that it is from. */
export interface ListedTerm extends LexiconTerm {
  /** BCP 47. */
  readonly language: string;
}

let all: readonly ListedTerm[] | undefined;

/** Every term of the built-in lexicon, by language, role and severity: for listing and testing, not for rules. */
export function lexiconTerms(): readonly ListedTerm[] {
  if (!all) {
    const { size, term } = builtInLexicon();
    const languages = LANGUAGES.languages.split('\n');
    const languageOf = readIndexes(LANGUAGES.languageOf);
    const keyed = Array.from({ length: size }, (_, index) => {
      const language = languages[languageOf[index] ?? 0] ?? '';
      const each = { ...term(index), language };
      return { each, key: `${language} ${each.role} ${each.severity}` };
    });
    all = keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ each }) => each);
  }
  return all;
}

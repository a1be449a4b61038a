import { AllProfanity } from 'allprofanity';
import { Filter } from 'glin-profanity';
import {
  collapseDuplicatesTransformer,
  parseRawPattern,
  RegExpMatcher,
  resolveConfusablesTransformer,
  resolveLeetSpeakTransformer,
  toAsciiLowerCaseTransformer,
} from 'obscenity';

/** Whether a text holds one of the terms. */
export type Screen = (text: string) => boolean;

/** Other libraries with a word list, set up as their documentation says. */
export const PEERS: Record<string, (terms: readonly string[]) => Screen> = {
  obscenity: (terms) => {
    const blacklistedTerms = terms.map((term, id) => ({
      id,
      pattern: parseRawPattern(`|${term.replace(/[?[\]|\\]/g, '\\$&')}|`),
    }));
    const matcher = new RegExpMatcher({
      blacklistedTerms,
      blacklistMatcherTransformers: [
        resolveConfusablesTransformer(),
        resolveLeetSpeakTransformer(),
        toAsciiLowerCaseTransformer(),
        collapseDuplicatesTransformer({ defaultThreshold: 2 }),
      ],
    });
    return (text) => matcher.hasMatch(text);
  },
  allprofanity: (terms) => {
    const filter = new AllProfanity({ silent: true, languages: [], algorithm: { matching: 'aho-corasick' } });
    filter.clearList();
    filter.add([...terms]);
    return (text) => filter.check(text);
  },
  'glin-profanity': (terms) => {
    const filter = new Filter({
      languages: [],
      customWords: [...terms],
      detectLeetspeak: true,
      normalizeUnicode: true,
    });
    return (text) => filter.isProfane(text);
  },
};

import { LEXICON } from './data/lexicon.generated.ts';
import { type Lexicon, unpackLexicon } from './packed.ts';

let builtIn: Lexicon | undefined;

/** The built-in lexicon, unpacked at the first call. */
export function builtInLexicon(): Lexicon {
  builtIn ??= unpackLexicon(LEXICON);
  return builtIn;
}

import { GRAVE } from './data/grave.generated.ts';
import { type Lexicon, unpackLexicon } from './packed.ts';

let grave: Lexicon | undefined;

/** The gravest terms of the built-in lexicon, unpacked at the first call. */
export function graveLexicon(): Lexicon {
  grave ??= unpackLexicon(GRAVE);
  return grave;
}

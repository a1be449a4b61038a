import { foreignness } from './latin.ts';

/** Languages that a classifier may say it reads. */
export type ReadableLanguage = 'en' | 'ja' | 'zh';

/**
 * How much of a prompt a classifier can make out: `words`, or its `letters` only, which make words of another language,
 * or `nothing`, as in another script.
 */
export type Legibility = 'words' | 'letters' | 'nothing';

/** Below this share of its letters in a script that a classifier reads, a prompt is in another language. */
const READABLE_SHARE = 0.5;
/** From here on Latin letters make another language: one English prompt in 350 looks so. */
const FOREIGN_FROM = 1.5;

/** How much of a prompt a classifier that reads the given languages can make out. */
export function legibility(prompt: string, languages: readonly ReadableLanguage[]): Legibility {
  const readsLatin = languages.includes('en');
  const readsIdeographs = languages.includes('ja') || languages.includes('zh');
  let letters = 0;
  let latin = 0;
  let ideographs = 0;
  for (const character of prompt.normalize('NFKC')) {
    if (character < '\x80') {
      // Nearly every prompt is nearly all ASCII, and asking Unicode costs more than the model does.
      const isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
      if (isLetter) {
        letters++;
        latin++;
      }
      continue;
    }
    if (!/\p{L}/u.test(character)) continue;
    letters++;
    if (/\p{Script=Latin}/u.test(character)) latin++;
    else if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(character)) ideographs++;
  }
  if (letters === 0) return 'words';
  const readable = (readsLatin ? latin : 0) + (readsIdeographs ? ideographs : 0);
  if (readable < letters * READABLE_SHARE) return 'nothing';
  return latin > letters * READABLE_SHARE && foreignness(prompt) > FOREIGN_FROM ? 'letters' : 'words';
}

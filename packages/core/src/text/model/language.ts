import { foreignness } from './latin.ts';

/** By language in Latin script, some of its commonest words that English and most other languages do not have. */
const COMMON_WORDS = {
  es: 'el los las una unos con del sobre sin por que mujer hombre está y',
  pt: 'uma um com da do na no em sem sobre os ao mulher homem não e',
  fr: 'le les une des dans sur avec du au et aux sans qui femme homme',
  de: 'der das ein eine einem einer und mit im am auf ohne beim von frau mann nicht',
  it: 'il gli una con nel nella di che del sul senza alla donna uomo e',
  nl: 'een het met van op zonder aan bij vrouw en naar niet',
  pl: 'w na z i do bez pod się przy kobieta oraz jest',
  tr: 'bir ve ile için olan üzerinde kadın adam gibi',
  id: 'di dan yang dengan seorang sebuah tanpa sedang dari wanita pria',
  vi: 'một người trong và trên với không cô đang của',
} as const;
/** Scripts other than Latin by the languages that are written in them. */
const SCRIPTS = {
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  zh: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  ru: /\p{Script=Cyrillic}/u,
  ko: /\p{Script=Hangul}/u,
  ar: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
  th: /\p{Script=Thai}/u,
} as const;

type LatinLanguage = keyof typeof COMMON_WORDS;
/** Languages that a classifier can declare. */
export type ReadableLanguage = 'en' | LatinLanguage | keyof typeof SCRIPTS;

/**
 * How much of a prompt a classifier can read: `words`; only `letters`, which form words of another language; or
 * `nothing`, e.g. another script.
 */
export type Legibility = 'words' | 'letters' | 'nothing';

/** Below this share of its letters in a script that a classifier reads, a prompt is in another language. */
const READABLE_SHARE = 0.5;
/** From this score on, Latin letters count as another language; one English prompt in 350 does. */
const FOREIGN_FROM = 1.5;

const wordsOf = new Map<string, ReadonlySet<string>>(
  Object.entries(COMMON_WORDS).map(([language, words]) => [language, new Set(words.split(' '))]),
);

/** How much of a prompt a classifier for the given languages can read. */
export function legibility(prompt: string, languages: readonly ReadableLanguage[]): Legibility {
  const readsLatin = languages.some((language) => language === 'en' || language in COMMON_WORDS);
  const scripts = [
    ...new Set(languages.flatMap((language) => (isOfScript(language) ? SCRIPTS[language] : []))),
  ];
  let letters = 0;
  let latin = 0;
  let others = 0;
  for (const character of prompt.normalize('NFKC')) {
    if (character < '\x80') {
      // Nearly every prompt is nearly all ASCII, and Unicode tables cost more than the model.
      const isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
      if (isLetter) {
        letters++;
        latin++;
      }
      continue;
    }
    // The vowel signs of Devanagari and Thai are marks; the script is not looked up for each mark.
    if (!/\p{L}/u.test(character)) continue;
    letters++;
    if (/\p{Script=Latin}/u.test(character)) latin++;
    else if (scripts.some((script) => script.test(character))) others++;
  }
  if (letters === 0) return 'words';
  const readable = (readsLatin ? latin : 0) + others;
  if (readable < letters * READABLE_SHARE) return 'nothing';
  const isForeign = latin > letters * READABLE_SHARE && foreignness(prompt) > FOREIGN_FROM;
  return isForeign && !hasCommonWord(prompt, languages) ? 'letters' : 'words';
}

function isOfScript(language: ReadableLanguage): language is keyof typeof SCRIPTS {
  return language in SCRIPTS;
}

/** Whether a prompt has one of the commonest words of one of the languages in Latin script. */
function hasCommonWord(prompt: string, languages: readonly ReadableLanguage[]): boolean {
  const known = languages.flatMap((language) => wordsOf.get(language) ?? []);
  if (known.length === 0) return false;
  const words = prompt.toLowerCase().split(/[^\p{L}\p{M}]+/u);
  return words.some((word) => known.some((list) => list.has(word)));
}

/** Languages that a classifier may say it reads. */
export type ReadableLanguage = 'en' | 'ja' | 'zh';

/** Below this share of its letters in a script that a classifier reads, a prompt is in another language. */
const READABLE_SHARE = 0.5;
/** Small words that another language must show, and how many times more of them than English ones. */
const FOREIGN_WORDS = 2;

const ENGLISH = words(
  'the a an of in on with and at by to for from is are his her its as into under over this that',
);
/** The commonest small words of languages in Latin script, without those that are English words too. */
const FOREIGN = words(
  'der das und ein eine einen mit auf im von zu dem den ist nicht am einem einer vor ' +
    'le les une des avec dans et du sur est qui pour aux ' +
    'el los las una con del en por que un su como para ' +
    'il di della nel che gli uno sul alla ' +
    'uma em os dos da com não ao ' +
    'een het van op de met aan bij zijn ' +
    'na się z w jest nie i o ' +
    'bir ve bu için ile och en ett av på som med ' +
    'yang dan sebuah seorang dengan di đang một của và trong người',
);

/** Whether most of a prompt is in a script, or in words, that none of the languages is written in. */
export function unreadable(prompt: string, languages: readonly ReadableLanguage[]): boolean {
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
  if (letters === 0) return false;
  const readable = (readsLatin ? latin : 0) + (readsIdeographs ? ideographs : 0);
  if (readable < letters * READABLE_SHARE) return true;
  return latin > letters * READABLE_SHARE && isForeign(prompt);
}

function isForeign(prompt: string): boolean {
  let english = 0;
  let foreign = 0;
  for (const [word] of prompt.toLowerCase().matchAll(/\p{L}+/gu)) {
    if (ENGLISH.has(word)) english++;
    else if (FOREIGN.has(word)) foreign++;
  }
  return foreign >= FOREIGN_WORDS && foreign > english;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

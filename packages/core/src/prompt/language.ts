/** Languages that a classifier may say it reads. */
export type ReadableLanguage = 'en' | 'ja' | 'zh';

/** Below this share of its letters in a script that a classifier reads, a prompt is in another language. */
const READABLE_SHARE = 0.5;

/** Whether most of a prompt is in a script that none of the languages is written in. */
export function unreadable(prompt: string, languages: readonly ReadableLanguage[]): boolean {
  const readsLatin = languages.includes('en');
  const readsIdeographs = languages.includes('ja') || languages.includes('zh');
  let letters = 0;
  let readable = 0;
  for (const character of prompt.normalize('NFKC')) {
    if (!/\p{L}/u.test(character)) continue;
    letters++;
    const isLatin = /\p{Script=Latin}/u.test(character);
    const isIdeographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(character);
    if ((isLatin && readsLatin) || (isIdeographic && readsIdeographs)) readable++;
  }
  return letters > 0 && readable < letters * READABLE_SHARE;
}

/** Languages that Comprehend's text classifiers are made for; all are written in Latin letters. */
export const TEXT_LANGUAGES = ['en', 'es', 'de', 'it', 'fr', 'pt'] as const;
export type TextLanguage = (typeof TEXT_LANGUAGES)[number];

/**
 * Words that hardly occur in another of these languages, nor in names that English prompts are full of. They show the
 * language of a sentence; a list of nouns without them counts as the classifier's language.
 */
const TELLING_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: words('the of and with is are from by at his her their this that to wearing'),
  es: words('una unos unas que muy está hacia pero sobre ella desde según'),
  de: words('und mit eine einer einem einen eines auf ist nicht für über ohne beim'),
  it: words('della dello degli delle nella nello sulla sul che gli senza più dietro'),
  fr: words('une dans avec sur sans est qui aux très sous chez'),
  pt: words('uma uns umas não muito em ela com pelo pela também'),
  nl: words('het een voor niet zijn naar onder tussen'),
  sv: words('och ett som är på från inte'),
  pl: words('jest się nie oraz przez'),
  tr: words('bir için ile çok gibi'),
  vi: words('một của với và trong người'),
  id: words('yang dengan untuk dari pada'),
};

/**
 * How much of a text a classifier for `language` can read: `no` when none of its letters are Latin, `partly` when
 * some are not, or when the text's small words are those of another language.
 */
export function canRead(text: string, language: TextLanguage): 'yes' | 'partly' | 'no' {
  if (!/\p{Script=Latin}/u.test(text)) return 'no';
  if (/(?!\p{Script=Latin})\p{L}/u.test(text)) return 'partly';
  const found = new Set(text.toLowerCase().match(/[\p{L}\p{M}-]+/gu));
  const hits = (name: string) => (TELLING_WORDS[name] ?? []).filter((word) => found.has(word)).length;
  const others = Object.keys(TELLING_WORDS).filter((name) => name !== language);
  return Math.max(...others.map(hits)) > hits(language) ? 'partly' : 'yes';
}

function words(list: string): string[] {
  return list.split(' ');
}

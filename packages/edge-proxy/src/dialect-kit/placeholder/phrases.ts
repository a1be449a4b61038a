import type { Category } from '@shoji/core';
import { type Language, PHRASES } from '@shoji/core/phrases';

export type { Language } from '@shoji/core/phrases';

/** The language of a person by their `Accept-Language`; English unless Japanese comes first of the two. */
export function languageOf(header: string | null): Language {
  const [first] = (header ?? '').toLowerCase().match(/\b(en|ja)\b/) ?? [];
  return first === 'ja' ? 'ja' : 'en';
}

/** Why something is not shown, as far as the policy explains it. */
export interface Reason {
  readonly what: 'prompt' | 'input' | 'picture';
  /** True when a check failed: not unsafe, but not known to be safe. */
  readonly unchecked: boolean;
  /** True when the input itself is the cause, so that sending it again cannot help. */
  readonly unreadable?: boolean;
  readonly categories: readonly Category[];
}

interface Sentences {
  readonly titles: Record<Reason['what'], string>;
  readonly unchecked: Record<Reason['what'], string>;
  /** The remedy for a text or picture that no check can read; too long for a placeholder. */
  readonly unreadable: Record<'prompt' | 'input', string>;
  readonly blurred: string;
  readonly reason: (categories: string) => string;
  readonly separator: string;
}

const SENTENCES: Record<Language, Sentences> = {
  en: {
    titles: {
      prompt: 'The prompt was refused',
      input: 'The picture sent was refused',
      picture: 'This picture is withheld',
    },
    unchecked: {
      prompt: 'The prompt could not be checked',
      input: 'The picture sent could not be checked',
      picture: 'This picture could not be checked',
    },
    unreadable: {
      prompt:
        'It is too long, or can be read in too many ways. Shorten it, or use fewer choices and variables',
      input: 'A check cannot read it. Send it smaller, as PNG or JPEG',
    },
    blurred: 'This picture is blurred',
    reason: (categories) => `Reason: ${categories}`,
    separator: ', ',
  },
  ja: {
    titles: {
      prompt: 'プロンプトは受け付けられませんでした',
      input: '送られた画像は受け付けられませんでした',
      picture: 'この画像は表示されません',
    },
    unchecked: {
      prompt: 'プロンプトを検査できませんでした',
      input: '送られた画像を検査できませんでした',
      picture: 'この画像を検査できませんでした',
    },
    unreadable: {
      prompt: '長すぎるか、読み方が多すぎます。短くするか、選択肢や変数を減らしてください',
      input: '検査がこの画像を読み取れません。小さくするか、PNG または JPEG で送ってください',
    },
    blurred: 'この画像はぼかされています',
    reason: (categories) => `理由：${categories}`,
    separator: '、',
  },
};

/** The names of the categories that were found; empty where the policy hides them. */
export function categoriesOf({ categories }: Reason, language: Language): string {
  const { names } = PHRASES[language];
  return categories.map((category) => names[category]).join(SENTENCES[language].separator);
}

/** One or two lines: the thing that is not shown, and the reason if the policy explains it. */
export function linesOf(reason: Reason, language: Language): string[] {
  const { what, unchecked } = reason;
  const phrases = SENTENCES[language];
  if (unchecked) return [phrases.unchecked[what]];
  const named = categoriesOf(reason, language);
  return [phrases.titles[what], ...(named === '' ? [] : [phrases.reason(named)])];
}

/** The same as one sentence. */
export function sentenceOf(reason: Reason, language: Language): string {
  const { what, unreadable } = reason;
  const remedy = unreadable && what !== 'picture' ? [SENTENCES[language].unreadable[what]] : [];
  return joined([...linesOf(reason, language), ...remedy], language);
}

/** The sentence that a picture is blurred, with the reason if the policy explains it. */
export function blurSentence(reason: Reason, language: Language): string {
  const phrases = SENTENCES[language];
  const named = categoriesOf(reason, language);
  return joined([phrases.blurred, ...(named === '' ? [] : [phrases.reason(named)])], language);
}

function joined(lines: readonly string[], language: Language): string {
  return lines.join(language === 'ja' ? '。' : '. ') + (language === 'ja' ? '。' : '.');
}

/** Every character that a placeholder can have. */
export function alphabet(): string {
  const written = Object.values(SENTENCES).flatMap(({ titles, unchecked, reason, separator }) => [
    ...Object.values(titles),
    ...Object.values(unchecked),
    reason(separator),
  ]);
  for (const { names } of Object.values(PHRASES)) written.push(...Object.values(names));
  return [...new Set([...written.join(''), ...'Shoji '])].sort().join('');
}
